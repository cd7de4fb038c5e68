package io.kakuremichi.control.enrollment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Whether a key can be used, and if not, why. */
@RegisterForReflection
enum EnrollmentKeyState {
    /** Clients can enroll with it. */
    @JsonProperty("active")
    ACTIVE,
    /** As many clients as it permits have enrolled. */
    @JsonProperty("used_up")
    USED_UP,
    /** Its time has passed. */
    @JsonProperty("expired")
    EXPIRED,
    /** An administrator revoked it. */
    @JsonProperty("revoked")
    REVOKED
}
