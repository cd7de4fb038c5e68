package io.kakuremichi.control.gateway;

import io.kakuremichi.control.http.Addresses;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** An IPv4 or IPv6 address, or null. */
@Target({ElementType.TYPE_USE, ElementType.FIELD, ElementType.PARAMETER})
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = PublicIp.PublicIpValidator.class)
public @interface PublicIp {
    String message() default "must be an IPv4 or IPv6 address; an IPv6 form of an IPv4 address must be written as IPv4";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    class PublicIpValidator implements ConstraintValidator<PublicIp, String> {
        @Override
        public boolean isValid(@Nullable String value, ConstraintValidatorContext context) {
            return value == null || Addresses.canonicalUnlessEmbedded(value).isPresent();
        }
    }
}
