package import Web

/// The client of tests that need no settings of their own.
package enum SharedWeb {
    // As long as the process: it is never shut down.
    package static let web = Web(WebConfiguration(environment: [:]))
}
