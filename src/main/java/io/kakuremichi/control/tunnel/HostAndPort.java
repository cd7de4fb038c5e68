package io.kakuremichi.control.tunnel;

import io.kakuremichi.control.http.Addresses;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.Inet4Address;
import org.jspecify.annotations.Nullable;

/** {@code host:port} with a name, an IPv4 address or a bracketed IPv6 address, and a port from 1 to 65535; or null. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = HostAndPort.HostAndPortValidator.class)
public @interface HostAndPort {
    String message() default "must be host:port with a port from 1 to 65535 and IPv6 hosts in brackets";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class HostAndPortValidator implements ConstraintValidator<HostAndPort, String> {
        private static final int MAX_PORT = 65_535;
        private static final int MAX_PORT_DIGITS = 5;

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || matches(value);
        }

        static boolean matches(String value) {
            var colon = value.lastIndexOf(':');
            return colon > 0 && isHost(value.substring(0, colon)) && isPort(value.substring(colon + 1));
        }

        private static boolean isHost(String host) {
            if (host.startsWith("[") && host.endsWith("]")) {
                var address = host.substring(1, host.length() - 1);
                return address.indexOf(':') >= 0 && Addresses.parse(address).isPresent();
            }
            return Addresses.parse(host).filter(Inet4Address.class::isInstance).isPresent() && host.indexOf(':') < 0
                    || HostNames.isName(host, true);
        }

        private static boolean isPort(String port) {
            return port.length() <= MAX_PORT_DIGITS
                    && port.matches("[1-9][0-9]*")
                    && Integer.parseInt(port) <= MAX_PORT;
        }
    }
}
