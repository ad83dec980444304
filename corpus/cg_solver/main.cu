// cg_solver: a preconditioned conjugate-gradient solver in several files: CSR matrices passed by value,
// two sparse products, dot products by shuffles with scalars that stay on the device, a workspace class,
// pointers to members, an enum class that picks kernels. The solution is put into the equation on the host.
#include <cmath>
#include <cstdlib>
#include "solver.h"

static real norm(const std::vector<real> &v)
{
    real sum = 0;
    for (real x : v)
        sum += x * x;
    return std::sqrt(sum);
}

static bool test(const char *name, const HostCsr &host, Spmv spmv)
{
    std::vector<real> known(host.rows), b, back;
    for (int i = 0; i < host.rows; ++i)
        known[i] = std::sin(0.3 * i) + (i % 5) * 0.25;
    host.multiply(known, b);

    DeviceCsr a = upload(host);
    Options options;
    options.spmv = spmv;
    const Outcome out = solve(a, b, options);
    release(a);

    host.multiply(out.x, back);
    std::vector<real> left(host.rows), error(host.rows);
    for (int i = 0; i < host.rows; ++i) {
        left[i] = b[i] - back[i];
        error[i] = out.x[i] - known[i];
    }
    const real residual = norm(left) / norm(b), off = norm(error) / norm(known);
    const bool good = out.steps > 0 && out.steps < options.max_steps && residual < 1e-8 && off < 1e-6;
    if (!good)
        printf("%s: %d steps, residual %g, error %g\n", name, out.steps, residual, off);
    return good;
}

int main(int argc, char **argv)
{
    const int side = argc > 1 ? atoi(argv[1]) : 24;
    bool good = true;
    good &= test("laplacian, threads", laplacian(side, 0.05), Spmv::RowPerThread);
    good &= test("laplacian, warps", laplacian(side / 2, 0.0), Spmv::RowPerWarp);
    good &= test("scattered, threads", scattered(300, 6, 1), Spmv::RowPerThread);
    good &= test("scattered, warps", scattered(333, 40, 2), Spmv::RowPerWarp);
    if (!good)
        return 1;
    printf("PASS\n");
    return 0;
}
