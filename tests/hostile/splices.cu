// Attacks: backslash and newline inside everything: keywords, operators, directives, comments, strings,
// the launch's brackets and a raw string (where it is text). Positions must still point to the right line.
__glo\
bal__ vo\
id k(int *a) { *a +\
= 1; } /\
/ a comment
#def\
ine NUM\
BER 3\
2
/\
* another
*\
/ void l(int *a) { k<\
<\
<1, NUMBER>\
>\
>(a); const char *s = "a\
b", *r = R"(a\
b)"; (void)s; (void)r; }
