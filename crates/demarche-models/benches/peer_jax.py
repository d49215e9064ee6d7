"""The scenarios and draws of `examples/speed.rs` solved by a jitted fixed point in JAX, for comparison of figures and of time.

Usage: DEMARCHE_DATA=... python3 peer_jax.py

No package with the model is on the Python index, so this is the same fixed point that the public JAX
replication of Caliendo and Parro uses, compiled whole (`lax.while_loop`), in double precision, on the CPU:
same equations, corrections and stopping rule (equation residuals below 1e-10) as `peer_numpy.py`, whose reader it
shares. Prints one line per scenario and a JSON line at the end; times are wall and CPU time of a compiled call, the
least of nine after a warm-up, and the time of the first call, which compiles, beside them.
"""

import json
import os
import time
from functools import partial

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

import jax.numpy as jnp
import numpy as np

from peer_numpy import THETA, TOLERANCE, calibrate, read


@partial(jax.jit, static_argnames=("limit",))
def solve(world, tariffs, theta, limit=1000):
    """Returns real income hats, tariff revenue, wages, and the number of wage steps."""
    shares, gamma, value_added, tastes, spending, wages, deficits = world
    pull = shares * (1.0 + tariffs) ** -theta[:, None, None]
    net = pull / (1.0 + tariffs)
    home = jnp.diagonal(net, axis1=1, axis2=2)
    total = wages.sum()

    def prices(ln_w, ln_p):
        ln_c = value_added * ln_w[:, None] + jnp.einsum("nk,nkj->nj", ln_p, gamma)
        strength = jnp.exp(-theta * ln_c).T
        market = jnp.einsum("jni,ji->jn", pull, strength)
        new = (-jnp.log(market) / theta[:, None]).T
        return new, strength, market, jnp.abs(new - ln_p).max()

    def spend(ln_w, x, strength, market):
        reach = x.T / market
        output = (jnp.einsum("jni,jn->ji", net, reach) * strength).T
        revenue = (x - (jnp.einsum("jni,ji->jn", net, strength) * reach).T).sum(axis=1)
        income = jnp.exp(ln_w) * wages + revenue + deficits
        new = jnp.einsum("nkj,nj->nk", gamma, output) + tastes * income[:, None]
        gap = (jnp.abs(new - x) * x.shape[1] / income[:, None]).max()
        return new, reach, output, revenue, income, gap

    def step(state):
        ln_w, ln_p, x, _, _, _, count = state
        for _ in range(3):
            ln_p, strength, market, price_gap = prices(ln_w, ln_p)
        for _ in range(3):
            x, reach, output, revenue, income, spending_gap = spend(ln_w, x, strength, market)
        earned = jnp.exp(ln_w) * wages
        excess = (value_added * output).sum(axis=1) - earned
        worst = jnp.maximum(jnp.maximum(price_gap, spending_gap), jnp.abs(excess / earned).max())
        exports = output - (home * strength * reach).T
        slope = earned + (value_added * theta * exports).sum(axis=1)
        moved = ln_w + jnp.log1p(jnp.clip(excess / slope, -0.3, 0.3))
        shift = jnp.log((jnp.exp(moved) * wages).sum() / total)
        done = worst < TOLERANCE
        ln_w = jnp.where(done, ln_w, moved - shift)
        ln_p = jnp.where(done, ln_p, ln_p - shift)
        real = income / (wages + deficits) / jnp.exp((tastes * ln_p).sum(axis=1))
        return ln_w, ln_p, x, worst, real, revenue, count + 1

    n = len(wages)
    start = (jnp.zeros(n), jnp.zeros(spending.shape), spending, jnp.inf, jnp.zeros(n), jnp.zeros(n), 0)
    state = jax.lax.while_loop(lambda s: (s[3] >= TOLERANCE) & (s[6] < limit), step, start)
    ln_w, _, _, _, real, revenue, count = state
    return real, revenue, jnp.exp(ln_w), count


def main():
    folder = os.environ.get("DEMARCHE_DATA")
    if folder is None:
        raise SystemExit("set DEMARCHE_DATA to the folder of the data sets")
    path = os.path.join(folder, "trade/wiod/wiot2011.csv.gz")
    countries, sectors, table = read(path)
    world = tuple(jnp.asarray(part) for part in calibrate(table, len(countries), len(sectors)))
    usa = countries.index("USA")
    foreign = [i for i in range(len(countries)) if i != usa]
    scenarios = {
        "one-line": ([14], [countries.index("KOR")], 0.25),
        "one-sector": ([14], foreign, 0.25),
        "all-goods": (list(range(16)), foreign, 0.10),
    }
    summary = {}
    for name, (goods, exporters, rate) in scenarios.items():
        tariffs = np.zeros(world[0].shape)
        tariffs[np.ix_(goods, [usa], exporters)] = rate
        tariffs = jnp.asarray(tariffs)
        start = time.perf_counter()
        theta = jnp.asarray(np.full(len(sectors), THETA))
        jax.block_until_ready(solve(world, tariffs, theta))
        first = 1000.0 * (time.perf_counter() - start)
        walls, cpus = [], []
        for _ in range(9):
            wall, cpu = time.perf_counter(), time.process_time()
            real, revenue, _, steps = jax.block_until_ready(solve(world, tariffs, theta))
            walls.append(1000.0 * (time.perf_counter() - wall))
            cpus.append(1000.0 * (time.process_time() - cpu))
        percent = {c: round(float(100.0 * (real[countries.index(c)] - 1.0)), 6) for c in ("KOR", "MEX", "USA")}
        wall, cpu = min(walls), min(cpus)
        summary[name] = {"wall_ms": wall, "cpu_ms": cpu, "first_ms": first, "steps": int(steps),
                         "real_income_percent": percent}
        print(f"{name}: {wall:.1f} ms wall, {cpu:.1f} ms CPU, first call {first:.0f} ms, {int(steps)} wage steps, "
              f"{percent}, revenue {float(revenue[usa]) / 1000.0:.2f} bn")
        if name == "one-line":
            summary["draws"] = draws(world, tariffs)
    print(json.dumps(summary))


def draws(world, tariffs, count=50):
    """CPU time of a thousand draws of theta by sector, found from a few, once compiled."""
    random = np.random.default_rng(1)
    drawn = [jnp.asarray(THETA * np.exp(0.2 * random.standard_normal(tariffs.shape[0]))) for _ in range(count + 1)]
    jax.block_until_ready(solve(world, tariffs, drawn[0]))
    start = time.process_time()
    for theta in drawn[1:]:
        jax.block_until_ready(solve(world, tariffs, theta))
    return {"draws": 1000, "cpu_ms": 1000.0 / count * 1000.0 * (time.process_time() - start)}


if __name__ == "__main__":
    main()
