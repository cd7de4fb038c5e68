package io.kakuremichi.control.embeddedpostgres;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, which can be filled. */
record SmallDisk(Path directory) implements AutoCloseable {
    private static final int MEGABYTE = 1024 * 1024;

    /** Mounts it; without the right to do so, the test is skipped. */
    static SmallDisk mountedAt(Path directory, int megabytes) throws IOException, InterruptedException {
        Files.createDirectory(directory);
        assumeTrue(
                ended("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "none", directory.toString()) == 0,
                "only root may mount the small file system that this test fills");
        return new SmallDisk(directory);
    }

    /** Fills it up to that many megabytes; deleting the file makes room. */
    Path fillUpTo(int free) throws IOException {
        var file = directory.resolve("filler");
        var megabytes = Files.getFileStore(directory).getUsableSpace() / MEGABYTE - free;
        try (var output = Files.newOutputStream(file)) {
            for (var i = 0; i < megabytes; i++) {
                output.write(new byte[MEGABYTE]);
            }
        }
        return file;
    }

    @Override
    public void close() throws IOException {
        try {
            assertTrue(ended("umount", directory.toString()) == 0, "the file system is still in use");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int ended(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(10, SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }
}
