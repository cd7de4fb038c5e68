package io.kakuremichi.control.bench;

/**
 * One line of the report.
 *
 * @param unit of both sides
 * @param reference null where there is nothing to compare with
 * @param value what is held against the goal: a ratio, or a figure by itself
 * @param goal in words; empty when there is none
 * @param met null when there is no goal
 */
record Figure(
        String scenario,
        String what,
        String unit,
        Double control,
        Double reference,
        double value,
        String goal,
        Boolean met) {
    static Figure ratio(
            String scenario, String what, String unit, double control, double reference, double ratio, double atMost) {
        return new Figure(scenario, what, unit, control, reference, ratio, "≤ " + atMost + " ×", ratio <= atMost);
    }

    /** A ratio without a goal. */
    static Figure ratio(String scenario, String what, String unit, double control, double reference) {
        return new Figure(scenario, what, unit, control, reference, control / reference, "", null);
    }

    static Figure atMost(String scenario, String what, String unit, double value, double atMost) {
        return new Figure(scenario, what, unit, value, null, value, "≤ " + number(atMost), value <= atMost);
    }

    static Figure atLeast(String scenario, String what, String unit, double value, double atLeast) {
        return new Figure(scenario, what, unit, value, null, value, "≥ " + number(atLeast), value >= atLeast);
    }

    /** Without a goal. */
    static Figure plain(String scenario, String what, String unit, double value) {
        return new Figure(scenario, what, unit, value, null, value, "", null);
    }

    static String number(Double number) {
        if (number == null) {
            return "";
        }
        var size = Math.abs(number);
        return String.format(size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", number);
    }
}
