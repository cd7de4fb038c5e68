package io.kakuremichi.control.tunnel;

/** Host names (RFC 1123, section 2.1). */
final class HostNames {
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private HostNames() {}

    /**
     * Whether the text is a host name: labels of letters, digits and inner hyphens, the last one not all digits (it
     * could be mistaken for an IPv4 address).
     *
     * @param underscores whether labels may contain underscores, like names of containers
     */
    static boolean isName(String text, boolean underscores) {
        if (text.length() > MAX_NAME) {
            return false;
        }
        var labels = text.split("\\.", -1);
        for (var label : labels) {
            if (!isLabel(label, underscores)) {
                return false;
            }
        }
        return !labels[labels.length - 1].chars().allMatch(HostNames::isDigit);
    }

    private static boolean isLabel(String label, boolean underscores) {
        return !label.isEmpty()
                && label.length() <= MAX_LABEL
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> isLetter(c) || isDigit(c) || c == '-' || underscores && c == '_');
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
