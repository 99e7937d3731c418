import Hummingbird

/// What a supervisor asks: whether the program lives, and whether it hears and keeps.
enum HealthRoutes {}
