package io.kakuremichi.control.tunnel;

/** The form of a tunnel's fields, for callers outside REST. */
public final class TunnelForm {
    private TunnelForm() {}

    /** Returns whether the text may be a tunnel's domain. */
    public static boolean isDomain(String text) {
        return DomainName.DomainNameValidator.matches(text);
    }

    /** Returns whether the text may be a tunnel's target. */
    public static boolean isTarget(String text) {
        return HostAndPort.HostAndPortValidator.matches(text);
    }
}
