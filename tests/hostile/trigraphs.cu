// Attacks: text that looks like trigraphs and digraphs. C++17 has no trigraphs, so this line ends here: ??/
const char *question = "what??! who??' a??(1??)";
%:define SIZE 32
__global__ void k(int *a) <% __shared__ int s<:SIZE:>; s<:threadIdx.x:> = 1; a<:0:> = s<:0:>; %>
void l(int *a) <% k<<<1, SIZE>>>(a); int b = a<:0:> bitand 1 or not a<:1:>; (void)b; %>
%:ifdef SIZE
int x<::>= <% 1 %>;
%:endif
