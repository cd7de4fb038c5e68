package io.kakuremichi.control.certificate;

import io.kakuremichi.control.access.Roles;
import io.kakuremichi.control.change.Change;
import io.kakuremichi.control.rest.ApiException;
import io.kakuremichi.control.rest.Audited;
import io.kakuremichi.control.rest.Compressible;
import io.kakuremichi.control.rest.DeletedBody;
import io.kakuremichi.control.rest.PageRequest;
import io.kakuremichi.control.rest.Versions;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/certificates} ({@code rest.md}). */
@Path("/api/certificates")
@Tag(name = "certificates")
@Produces(MediaType.APPLICATION_JSON)
@Audited
class CertificateResource {
    private static final String DOMAIN = "The certificate's domain, in any case";

    private final CertificateRepository certificates;
    private final Event<Change> changes;

    CertificateResource(CertificateRepository certificates, Event<Change> changes) {
        this.certificates = certificates;
        this.changes = changes;
    }

    @Operation(
            operationId = "listCertificates",
            summary = "List certificates",
            description = "In the order in which they were first obtained, without private keys.")
    @GET
    @Compressible
    @RolesAllowed(Roles.VIEWER)
    @Transactional
    public CertificateList list(@BeanParam PageRequest page) {
        var rows = certificates
                .find("id > ?1 ORDER BY id", page.after())
                .range(0, page.rows() - 1)
                .list();
        var items = page.page(rows, certificate -> certificate.id);
        return new CertificateList(
                items.items().stream().map(CertificateView::of).toList(), certificates.count(), items.nextCursor());
    }

    @Operation(operationId = "getCertificate", summary = "Show a certificate")
    @APIResponseSchema(value = CertificateView.class, responseCode = "200", responseDescription = "The certificate")
    @GET
    @RolesAllowed(Roles.VIEWER)
    @Path("/{domain}")
    @Transactional
    public Response get(@Parameter(description = DOMAIN, example = "shop.example") @PathParam("domain") String domain) {
        var certificate = certificates.of(domain).orElseThrow(() -> ApiException.notFound("certificate"));
        return Response.ok(CertificateView.of(certificate))
                .tag(Versions.tag(certificate.version))
                .build();
    }

    @Operation(operationId = "deleteCertificate", summary = "Delete a certificate", description = "Gateways remove it.")
    @DELETE
    @RolesAllowed(Roles.ADMIN)
    @Path("/{domain}")
    @Transactional
    public DeletedBody delete(
            @Parameter(description = DOMAIN, example = "shop.example") @PathParam("domain") String domain,
            @Context HttpHeaders headers) {
        var certificate = certificates.locked(domain).orElseThrow(() -> ApiException.notFound("certificate"));
        Versions.check(headers, certificate.version);
        certificates.delete(certificate);
        changes.fire(new Change.CertificateDeleted(certificate.domain));
        return new DeletedBody("Certificate deleted");
    }

    /** A page of certificates. */
    @RegisterForReflection
    record CertificateList(
            List<CertificateView> certificates,
            long total,
            @Nullable String nextCursor) {}
}
