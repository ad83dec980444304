// Attacks: >>> and <<< against shifts and nested templates: shift operators in the configuration, template
// arguments that end in >>>, >>>> and >>>>>, and shifts that stand right beside a launch.
template <typename T> struct V { T v; };
template <int N> struct I { static constexpr int value = N; };
template <typename T> __global__ void k(T t, int n) { (void)t; (void)n; }
template <int N> __global__ void m(int n) { (void)n; }
using Deep = V<V<V<V<int>>>>;
void launch(int n, int s)
{
    k<<<1 << 2, 256 >> 1>>>(1, n << 3 >> 1);
    k<V<int>><<<n>>1, (n>>2)>>>(V<int>(), n>>1);
    k<V<V<int>>><<<1, 2>>>(V<V<int>>(), 1);
    k<V<V<V<int>>>><<<1, 2>>>(V<V<V<int>>>(), 1);
    k<Deep><<<1<<s, 2<<s, 3<<s>>>(Deep(), 1<<s<<s);
    m<(1>>1)><<<1,2>>>(3);
    m<(4>3)><<<(4>3), I<(2>1)>::value>>>(n>3);
    m<I<3>::value><<<I<3>::value, I<4>::value>>>(I<5>::value);
    int x = n <<1>> 1; int y = n<<s>>s>n; (void)x; (void)y;
    if (n<1<<2>>(1)) k<<<1,1>>>(n>>1,n>>2);
    (k<<<1, 2>>>(1, 2)), (k<int><<<(1, 2), (3, 4)>>>(1, 2));
}
