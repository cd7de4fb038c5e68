package io.kakuremichi.control.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kakuremichi.control.config.ControlConfig;
import io.kakuremichi.control.credential.Secret;
import io.kakuremichi.control.http.ApiErrorCode;
import io.kakuremichi.control.rest.ApiException;
import io.smallrye.config.SmallRyeConfigBuilder;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;

class OidcIssuerAwayTest {
    /** Nothing listens there. */
    private static final String ISSUER = "http://localhost:1";

    @Test
    void tokenThatCantBeCheckedIsNotCalledWrong() throws JoseException {
        var tokens = new OidcTokens(config(ISSUER));

        assertThatThrownBy(() -> tokens.owner(token()))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ApiErrorCode.UNAVAILABLE));
        assertThatThrownBy(() -> tokens.owner(token())).isInstanceOf(ApiException.class);
    }

    @Test
    void withoutAnIssuerNothingIsItsToken() throws JoseException {
        assertThat(new OidcTokens(config("")).mayBeOne(token())).isFalse();
    }

    private static Secret token() throws JoseException {
        var signature = new JsonWebSignature();
        signature.setPayload("{\"iss\": \"%s\", \"sub\": \"a\", \"exp\": 9999999999}".formatted(ISSUER));
        signature.setKey(TestIssuer.newKey().getPrivateKey());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        return new Secret(signature.getCompactSerialization());
    }

    private static ControlConfig config(String issuer) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(ControlConfig.class)
                .withDefaultValue("kakuremichi.oidc.issuer", issuer)
                .build()
                .getConfigMapping(ControlConfig.class);
    }
}
