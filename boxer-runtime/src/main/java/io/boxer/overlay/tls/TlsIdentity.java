// SPDX-License-Identifier: Apache-2.0
package io.boxer.overlay.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The key and the certificate of one server, made when the first link wants them and never written down. Nobody signs the certificate and
 * nobody looks at its dates or its name, so clocks may differ and no file has to be carried around; what makes it the
 * server's is that the server's proof covers it.
 *
 * <p>Thread-safe.
 */
public final class TlsIdentity {
    private static final X500Name NAME = new X500Name("CN=boxer");
    private static final int YEARS = 100;

    private @Nullable SslContext context;

    SslHandler newHandler(ByteBufAllocator allocator) {
        return context().newHandler(allocator);
    }

    /** Makes it now, which takes some hundred milliseconds, for whoever wants them spent on another thread. */
    public void prepare() {
        context();
    }

    /** A coordinator of one host never makes it. */
    private synchronized SslContext context() {
        if (context == null) {
            context = random();
        }
        return context;
    }

    private static SslContext random() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return SslContextBuilder.forServer(pair.getPrivate(), certificate(pair))
                    .sslProvider(SslProvider.JDK)
                    .protocols(Links.PROTOCOL)
                    .build();
        } catch (GeneralSecurityException | OperatorCreationException | IOException impossible) {
            throw new IllegalStateException("this JVM makes no TLS identity", impossible);
        }
    }

    private static X509Certificate certificate(KeyPair pair)
            throws GeneralSecurityException, OperatorCreationException {
        Instant now = Instant.now();
        var builder = new JcaX509v3CertificateBuilder(
                NAME,
                BigInteger.ONE,
                Date.from(now.minus(1, ChronoUnit.DAYS)),
                Date.from(now.plus(365L * YEARS, ChronoUnit.DAYS)),
                NAME,
                pair.getPublic());
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    }
}
