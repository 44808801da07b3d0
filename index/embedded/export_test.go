package embedded

import "context"

// Scrub compares all segments with their checksums once, at full speed.
func Scrub(e *Engine) {
	e.health.note(e.scrub(context.Background(), true))
}
