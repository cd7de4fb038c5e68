package io.kakuremichi.control.tunnel;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of tunnels. */
@RegisterForReflection
record TunnelList(
        List<TunnelView> tunnels, long total, @Nullable String nextCursor) {}
