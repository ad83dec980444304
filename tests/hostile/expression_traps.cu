// Attacks: code that a grammar may take for templates, declarations or launches: comparisons that look
// like template arguments, declarations that look like calls, casts, the most vexing parse.
struct dim3 { unsigned x, y, z; dim3(unsigned = 1, unsigned = 1, unsigned = 1); };
int f(int); int a, b, c, d, n; int *p;
template <int, int = 0> struct T { T(int); int operator()(int) const; };
template <int N> int g(int);
void traps()
{
    bool q = a < b && c > (d);
    bool r = a < b || c >> (d) > 1;
    f(a < b), f(c > (d));
    dim3 g1(n); dim3 g2(f(n)); dim3 g3(); dim3 g4((n)); dim3 g5(dim3(n)); dim3 g6{n > 1, 2}, *g7 = &g6;
    T<1> (t1)(2); T<(1 > 0)> t2(3); T<1, (2 >> 1)>(4)(5);
    int x = (a) - (b), y = (a)(b), z = (int)-(a), w = sizeof(int) * a, v = sizeof a * b;
    a * b; p * 1; (a)*p; (T<1>)(3);
    int i = a <b> c, j = g<1>(2), k = a<b>(c);
    if (int l = a; l < b) for (int m : {1, 2, 3}) m < n ? f(m) : f(n);
    a = b < c, d > (n); (void)q, (void)r; new int(3), new (int)(3), delete p;
    label: switch (a) { case 1 ? 2 : 3: break; default: goto label; }
    auto h = [](auto u) -> int { return u < 3 > 0; }; h(1), [] {}(), [&, n = 1]() mutable {}();
    decltype(a) (e)(1); __typeof__(b) (e2); alignas(8) int e3; [[maybe_unused]] int e4 = 0x1p3 + 1'000 + .5f + 1e-3;
}
