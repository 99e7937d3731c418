/// A measure of how far bringing a store up to date has come.
package struct UpgradeProgress: Hashable, Sendable {
    /// The migration under way, such as `11 ports`.
    package let migration: String
    /// About the share of the work that is done, 0 to 1.
    package let fraction: Double
}
