package io.kakuremichi.control.tunnel;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A DNS name of at most 253 characters, in any case, optionally starting with {@code *.}; or null. */
@Target({ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = DomainName.DomainNameValidator.class)
public @interface DomainName {
    String message() default "must be a DNS name of at most 253 characters, optionally starting with *.";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class DomainNameValidator implements ConstraintValidator<DomainName, String> {
        private static final int MAX_LENGTH = 253;

        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || matches(value);
        }

        static boolean matches(String value) {
            return value.length() <= MAX_LENGTH
                    && HostNames.isName(value.startsWith("*.") ? value.substring(2) : value, false);
        }
    }
}
