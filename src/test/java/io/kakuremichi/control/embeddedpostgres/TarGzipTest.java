package io.kakuremichi.control.embeddedpostgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarGzipTest {
    @TempDir
    private Path scratch;

    private Path target;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private TarArchiveOutputStream tar;

    @BeforeEach
    void openArchive() throws IOException {
        target = Files.createDirectory(scratch.resolve("target"));
        tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
    }

    @Test
    void filesKeepTheirContentAndWhetherTheyAreExecutable() throws IOException {
        file("bin/program", 0755);
        file("share/text", 0644);

        TarGzip.unpack(archive(), target);

        assertEquals("content", Files.readString(target.resolve("share/text")));
        assertTrue(Files.isExecutable(target.resolve("bin/program")));
        assertFalse(Files.isExecutable(target.resolve("share/text")));
    }

    @Test
    void linksStayLinks() throws IOException {
        file("lib/library.so.1", 0755);
        link("lib/library.so", "library.so.1");

        TarGzip.unpack(archive(), target);

        assertEquals(Path.of("library.so.1"), Files.readSymbolicLink(target.resolve("lib/library.so")));
    }

    @Test
    void aFileOutsideIsRefused() throws IOException {
        file("lib/../../outside", 0644);

        assertThrows(IOException.class, () -> TarGzip.unpack(archive(), target));

        assertFalse(Files.exists(scratch.resolve("outside")));
    }

    @Test
    void aLinkToTheOutsideIsRefused() throws IOException {
        link("lib/outside", "../../outside");

        assertThrows(IOException.class, () -> TarGzip.unpack(archive(), target));
    }

    @Test
    void aFileBehindALinkIsRefused() throws IOException {
        file("a/file", 0644);
        link("b", "a");
        file("b/file2", 0644);

        assertThrows(IOException.class, () -> TarGzip.unpack(archive(), target));
    }

    private void file(String name, int mode) throws IOException {
        byte[] content = "content".getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void link(String name, String goal) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
        entry.setLinkName(goal);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private InputStream archive() throws IOException {
        tar.close();
        return new ByteArrayInputStream(bytes.toByteArray());
    }
}
