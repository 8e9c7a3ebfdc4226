package io.groundcrew.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param bench the benchmark's name
 * @param baseline what the same machine did without Groundcrew in the same run; null where there is none
 * @param budget what the design allows; null where there is none
 * @param ok whether the budget is kept; true without one
 */
record Figure(
        String bench,
        String metric,
        String unit,
        double value,
        @Nullable Double baseline,
        @Nullable Double ratio,
        @Nullable Double budget,
        boolean ok) {

    static Figure atMost(String bench, String metric, String unit, double value, double budget) {
        return new Figure(bench, metric, unit, value, null, null, budget, value <= budget);
    }

    static Figure atLeast(String bench, String metric, String unit, double value, double budget) {
        return new Figure(bench, metric, unit, value, null, null, budget, value >= budget);
    }

    static Figure told(String bench, String metric, String unit, double value) {
        return new Figure(bench, metric, unit, value, null, null, null, true);
    }

    Figure beside(double baselineValue) {
        return new Figure(bench, metric, unit, value, baselineValue, value / baselineValue, budget, ok);
    }

    String line() {
        String text = String.format("%-10s %-20s %10.2f %-4s", bench, metric, value, unit);
        if (budget != null) {
            text += String.format("  budget %8.2f  %s", budget, ok ? "kept" : "MISSED");
        }
        if (baseline != null && ratio != null) {
            text += String.format("  baseline %.2f (ratio %.2f)", baseline, ratio);
        }
        return text;
    }
}
