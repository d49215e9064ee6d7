"""What `examples/speed.rs` measures, solved in plain numpy, for comparison of figures and of time.

Usage: DEMARCHE_DATA=... OMP_NUM_THREADS=1 python3 peer_numpy.py

Same equations, same data corrections and the same stopping rule (residuals of the
equations below 1e-10); three price and three spending sweeps per damped wage step, no
acceleration. Prints one line per scenario and a JSON line at the end; times are CPU time
of the solve alone, the least of nine runs. WIOD 2011, theta 5, fixed deficits. Draws of
theta are timed on a few and told per draw; the product's draws are one vectorised
solution of the complementarity by bisection, to a full mantissa.
"""

import csv
import gzip
import json
import os
import time

import numpy as np

THETA = 5.0
TOLERANCE = 1e-10


def read(path):
    """Returns names of countries and sectors, and the table as one array."""
    with gzip.open(path, "rt") as file:
        rows = csv.reader(file)
        next(rows)
        names, cells = [], []
        for row in rows:
            names.append(row[0])
            cells.append([float(cell) if cell else 0.0 for cell in row[1:]])
    countries = list(dict.fromkeys(name.split(".")[0] for name in names))
    sectors = list(dict.fromkeys(name.split(".")[1] for name in names))
    return countries, sectors, np.array(cells)


def calibrate(table, n, j):
    """Shares by sector, importer, exporter; input shares by country, input, user."""
    industries = n * j
    inputs = table[:, :industries].reshape(n, j, n, j)
    final = np.maximum(table[:, industries:-1], 0.0).reshape(n, j, n, -1).sum(axis=3)
    flows = (inputs.sum(axis=3) + final).transpose(1, 2, 0)
    spending = flows.sum(axis=2)
    output = flows.sum(axis=1)
    home = np.broadcast_to(np.eye(n), flows.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(spending[:, :, None] > 0, flows / spending[:, :, None], home)
    used = inputs.sum(axis=0).transpose(1, 0, 2)
    made = output.T
    cost = used.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        value_added = np.where(made > 0, np.maximum(1.0 - cost / made, 0.02), 1.0)
        mix = np.where(cost[:, None, :] > 0, used / cost[:, None, :], 0.0)
    gamma = mix * (1.0 - value_added[:, None, :])
    wanted = np.einsum("nkj,nj->nk", gamma, made)
    tastes = np.maximum(spending.T - wanted, 0.0)
    tastes /= tastes.sum(axis=1, keepdims=True)
    wages = (value_added * made).sum(axis=1)
    deficits = spending.sum(axis=0) - output.sum(axis=0)
    return shares, gamma, value_added, tastes, spending.T.copy(), wages, deficits


def solve(world, tariffs, theta):
    """Returns real income hats, tariff revenue, wages, and the number of wage steps; `theta` by sector."""
    shares, gamma, value_added, tastes, spending, wages, deficits = world
    n = len(wages)
    pull = shares * (1.0 + tariffs) ** -theta[:, None, None]
    net = pull / (1.0 + tariffs)
    diagonal = np.arange(n)
    ln_w, ln_p, x = np.zeros(n), np.zeros(spending.shape), spending.copy()
    total = wages.sum()
    for step in range(1000):
        for _ in range(3):
            ln_c = value_added * ln_w[:, None] + np.einsum("nk,nkj->nj", ln_p, gamma)
            strength = np.exp(-theta * ln_c).T
            market = np.einsum("jni,ji->jn", pull, strength)
            new = (-np.log(market) / theta[:, None]).T
            price_gap = np.abs(new - ln_p).max()
            ln_p = new
        for _ in range(3):
            reach = x.T / market
            output = (np.einsum("jni,jn->ji", net, reach) * strength).T
            revenue = (x - (np.einsum("jni,ji->jn", net, strength) * reach).T).sum(axis=1)
            income = np.exp(ln_w) * wages + revenue + deficits
            new = np.einsum("nkj,nj->nk", gamma, output) + tastes * income[:, None]
            spending_gap = (np.abs(new - x) * x.shape[1] / income[:, None]).max()
            x = new
        earned = np.exp(ln_w) * wages
        excess = (value_added * output).sum(axis=1) - earned
        if max(price_gap, spending_gap, np.abs(excess / earned).max()) < TOLERANCE:
            break
        exports = output - (net[:, diagonal, diagonal] * strength * reach).T
        slope = earned + (value_added * theta * exports).sum(axis=1)
        ln_w += np.log1p(np.clip(excess / slope, -0.3, 0.3))
        shift = np.log((np.exp(ln_w) * wages).sum() / total)
        ln_w -= shift
        ln_p -= shift
    real = income / (wages + deficits) / np.exp((tastes * ln_p).sum(axis=1))
    return real, revenue, np.exp(ln_w), step + 1


def product(count):
    """Median rent of a quota that binds, over draws of all elasticities; the market is that of `worlds/mod.rs`."""
    random = np.random.default_rng(1)
    value = np.array([3.0, 26.0, 110.0])
    share = value / value.sum()
    lognormal = lambda median, sd: median * np.exp(sd * random.standard_normal(count))
    sigma, eta = lognormal(4.0, 0.3), lognormal(0.6, 0.2)
    supply = np.stack([lognormal(m, 0.4) for m in (10.0, 10.0, 5.0)])
    cap = np.log(0.7)

    def respond(index):
        """Producer price, consumer price and shadow tariff in logs, with the cap on the first source."""
        price = (sigma - eta) * index / (supply + sigma)
        consumer = price.copy()
        bound = supply[0] * price[0] > cap
        price[0] = np.where(bound, cap / supply[0], price[0])
        consumer[0] = np.where(bound, ((sigma - eta) * index - cap) / sigma, consumer[0])
        return price, consumer, np.where(bound, consumer[0] - price[0], 0.0)

    low, high = np.full(count, -5.0), np.full(count, 5.0)
    for _ in range(60):
        middle = 0.5 * (low + high)
        _, consumer, _ = respond(middle)
        found = np.log((share[:, None] * np.exp((1.0 - sigma) * consumer)).sum(axis=0)) / (1.0 - sigma)
        over = middle > found
        high, low = np.where(over, middle, high), np.where(over, low, middle)
    price, _, shadow = respond(0.5 * (low + high))
    after = value[0] * np.exp(price[0] + np.minimum(supply[0] * price[0], cap))
    return float(np.median(np.expm1(shadow) * after))


def main():
    folder = os.environ.get("DEMARCHE_DATA")
    if folder is None:
        raise SystemExit("set DEMARCHE_DATA to the folder of the data sets")
    path = os.path.join(folder, "trade/wiod/wiot2011.csv.gz")
    countries, sectors, table = read(path)
    world = calibrate(table, len(countries), len(sectors))
    shape = world[0].shape
    usa = countries.index("USA")
    foreign = [i for i in range(len(countries)) if i != usa]
    scenarios = {
        "one-line": ([14], [countries.index("KOR")], 0.25),
        "one-sector": ([14], foreign, 0.25),
        "all-goods": (list(range(16)), foreign, 0.10),
    }
    summary = {}
    for name, (goods, exporters, rate) in scenarios.items():
        tariffs = np.zeros(shape)
        tariffs[np.ix_(goods, [usa], exporters)] = rate
        times = []
        for _ in range(9):
            start = time.process_time()
            real, revenue, _, steps = solve(world, tariffs, np.full(len(sectors), THETA))
            times.append(1000.0 * (time.process_time() - start))
        milliseconds = min(times)
        percent = {c: round(float(100.0 * (real[countries.index(c)] - 1.0)), 6) for c in ("KOR", "MEX", "USA")}
        summary[name] = {"cpu_ms": milliseconds, "steps": steps, "real_income_percent": percent}
        print(f"{name}: {milliseconds:.1f} ms CPU, {steps} wage steps, {percent}, "
              f"revenue {revenue[usa] / 1000.0:.2f} bn")
    summary["draws"] = draws(world, scenarios["one-line"], usa)
    start = time.process_time()
    rent = product(100_000)
    summary["product"] = {"draws": 100_000, "cpu_ms": 1000.0 * (time.process_time() - start), "median_rent": rent}
    print(json.dumps(summary))


def draws(world, scenario, usa, count=20):
    """CPU time of a thousand draws of theta by sector, found from a few; the data are in equilibrium already."""
    goods, exporters, rate = scenario
    tariffs = np.zeros(world[0].shape)
    tariffs[np.ix_(goods, [usa], exporters)] = rate
    random = np.random.default_rng(1)
    start = time.process_time()
    for _ in range(count):
        solve(world, tariffs, THETA * np.exp(0.2 * random.standard_normal(tariffs.shape[0])))
    return {"draws": 1000, "cpu_ms": 1000.0 / count * 1000.0 * (time.process_time() - start)}


if __name__ == "__main__":
    main()
