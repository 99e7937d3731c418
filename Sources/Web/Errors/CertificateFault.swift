/// A reason not to trust a certificate.
package enum CertificateFault: Hashable, Sendable {
    case expired
    case notYetValid
    case otherName
    case unknownAuthority
    /// One of these; which one could not be found out.
    case untrusted
}
