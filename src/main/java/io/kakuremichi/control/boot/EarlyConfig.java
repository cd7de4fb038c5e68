package io.kakuremichi.control.boot;

import io.kakuremichi.control.config.SecretFiles;
import io.kakuremichi.control.config.TlsFiles;
import io.quarkus.runtime.configuration.QuarkusConfigBuilderCustomizer;
import io.smallrye.config.PropertiesConfigSourceLoader;
import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;

/**
 * The configuration before Quarkus reads it, from the same sources: system properties, environment, {@code .env}, {@code
 * config/application.properties} with the files of its profile, and files of secrets. Without what is built into the
 * program, and without discovery of services, which a native binary does not have before Quarkus starts.
 */
final class EarlyConfig {
    private static final int ORDINAL_OF_FILES = 260;

    private EarlyConfig() {}

    /** @throws RuntimeException with a sentence, if a source can't be read */
    static SmallRyeConfig read() {
        var loader = EarlyConfig.class.getClassLoader();
        var file = Path.of("config", "application.properties").toUri().toString();
        return new SmallRyeConfigBuilder()
                .forClassLoader(loader)
                .withCustomizers(new QuarkusConfigBuilderCustomizer())
                .addDefaultInterceptors()
                .addSystemSources()
                .withSources(PropertiesConfigSourceLoader.inFileSystem(file, ORDINAL_OF_FILES, loader))
                .withSources(new PropertiesLocationConfigSourceFactory(), new SecretFiles(), new TlsFiles())
                .build();
    }
}
