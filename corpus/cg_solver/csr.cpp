#include "csr.h"
#include <map>

void HostCsr::multiply(const std::vector<real> &x, std::vector<real> &y) const
{
    y.assign(rows, 0);
    for (int r = 0; r < rows; ++r)
        for (int k = start[r]; k < start[r + 1]; ++k)
            y[r] += value[k] * x[column[k]];
}

static HostCsr from_rows(const std::vector<std::map<int, real>> &rows)
{
    HostCsr m;
    m.rows = static_cast<int>(rows.size());
    m.start.push_back(0);
    for (const auto &row : rows) {
        for (const auto &entry : row) {
            m.column.push_back(entry.first);
            m.value.push_back(entry.second);
        }
        m.start.push_back(static_cast<int>(m.column.size()));
    }
    return m;
}

HostCsr laplacian(int side, real shift)
{
    std::vector<std::map<int, real>> rows(side * side);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            auto &row = rows[y * side + x];
            row[y * side + x] = 4 + shift;
            if (x > 0) row[y * side + x - 1] = -1;
            if (x + 1 < side) row[y * side + x + 1] = -1;
            if (y > 0) row[(y - 1) * side + x] = -1;
            if (y + 1 < side) row[(y + 1) * side + x] = -1;
        }
    return from_rows(rows);
}

HostCsr scattered(int count, int per_row, unsigned seed)
{
    std::vector<std::map<int, real>> rows(count);
    for (int r = 0; r < count; ++r)
        for (int k = 0; k < per_row; ++k) {
            seed = seed * 1664525u + 1013904223u;
            const int c = static_cast<int>((seed >> 8) % count);
            const real v = ((seed >> 4) % 15) * 0.125 - 1;
            if (c != r)
                rows[r][c] = rows[c][r] = v;
        }
    for (int r = 0; r < count; ++r) {
        real sum = 1;
        for (const auto &entry : rows[r])
            sum += entry.second < 0 ? -entry.second : entry.second;
        rows[r][r] = sum;
    }
    return from_rows(rows);
}
