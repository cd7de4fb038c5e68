package io.kakuremichi.control.topology;

import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayConfig;
import io.kakuremichi.control.protocol.ControlMessage.SharedGatewayPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of configurations that many clients share, computed when needed and kept until they change. Confined to the sequencer's
 * thread.
 */
final class SharedViews {
    private final Topology topology;
    private final FlatDigests flatDigests;
    private final PeerDigests peerDigests;
    private @Nullable SharedGatewayConfig gatewayView;
    private @Nullable SharedGatewayConfig gatewayViewWithProxies;
    private @Nullable List<SharedGatewayPeer> gatewayList;

    SharedViews(Topology topology) {
        this.topology = topology;
        this.flatDigests = new FlatDigests(topology);
        this.peerDigests = new PeerDigests(topology);
    }

    void agentsChanged() {
        gatewayView = null;
        gatewayViewWithProxies = null;
        flatDigests.agentsOrTunnelsChanged();
        peerDigests.agentsOrCertificatesChanged();
    }

    void gatewaysChanged() {
        gatewayList = null;
        flatDigests.gatewaysChanged();
        peerDigests.gatewaysChanged();
    }

    void tunnelsChanged() {
        gatewayView = null;
        gatewayViewWithProxies = null;
        flatDigests.agentsOrTunnelsChanged();
        peerDigests.tunnelsChanged();
    }

    void certificatesChanged() {
        gatewayView = null;
        gatewayViewWithProxies = null;
        peerDigests.agentsOrCertificatesChanged();
    }

    FlatDigests flatDigests() {
        return flatDigests;
    }

    PeerDigests peerDigests() {
        return peerDigests;
    }

    SharedGatewayConfig gatewayView(boolean proxies) {
        var view = proxies ? gatewayViewWithProxies : gatewayView;
        if (view == null) {
            view = ConfigViews.gatewayView(topology, proxies);
            if (proxies) {
                gatewayViewWithProxies = view;
            } else {
                gatewayView = view;
            }
        }
        return view;
    }

    List<SharedGatewayPeer> gatewayList() {
        var list = gatewayList;
        if (list == null) {
            list = ConfigViews.gatewayList(topology);
            gatewayList = list;
        }
        return list;
    }
}
