package io.kakuremichi.control.boot;

/** Ranges of settings, for the test of the configuration page. */
public final class SettingRanges {
    private SettingRanges() {}

    /** Such as {@code from 1 to 100}; empty for a setting without a range. */
    public static String of(String property) {
        return SettingRules.of(property).orElseThrow().allowed().range();
    }
}
