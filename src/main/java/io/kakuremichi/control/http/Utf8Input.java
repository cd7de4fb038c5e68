package io.kakuremichi.control.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on bytes that are UTF-8 (RFC 3629), and fails at others. The JSON library decodes overlong forms and surrogates to characters,
 * so that something else would be stored than was sent.
 */
public final class Utf8Input extends FilterInputStream {
    private static final int LOWEST = 0x80;
    private static final int HIGHEST = 0xbf;

    /** How many bytes of the current character are missing, and the range of the next one. */
    private int missing;

    private int lowest = LOWEST;
    private int highest = HIGHEST;

    Utf8Input(InputStream bytes) {
        super(bytes);
    }

    @Override
    public int read() throws IOException {
        var read = super.read();
        if (read < 0) {
            end();
        } else {
            next(read);
        }
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        var read = super.read(buffer, offset, length);
        if (read < 0) {
            end();
        }
        for (var i = offset; i < offset + read; i++) {
            next(buffer[i] & 0xff);
        }
        return read;
    }

    private void end() throws NotUtf8 {
        if (missing > 0) {
            throw new NotUtf8();
        }
    }

    private void next(int b) throws NotUtf8 {
        if (missing > 0) {
            if (b < lowest || b > highest) {
                throw new NotUtf8();
            }
            missing--;
            lowest = LOWEST;
            highest = HIGHEST;
        } else if (b >= LOWEST) {
            first(b);
        }
    }

    /** The first byte determines the length, and excludes overlong forms, surrogates and what is above U+10FFFF. */
    private void first(int b) throws NotUtf8 {
        if (b < 0xc2 || b > 0xf4) {
            throw new NotUtf8();
        }
        missing = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
        lowest = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : LOWEST;
        highest = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : HIGHEST;
    }

    /** The body is not UTF-8. An IOException, because readers of bodies pass that on unchanged. */
    public static final class NotUtf8 extends IOException {
        private static final long serialVersionUID = 1;
    }
}
