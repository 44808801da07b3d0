package api

import (
	"time"

	"paperboy/data"
)

// ReceiptAnswer is the answer to GET /receipt. Query.Match is never auto, so that the
// search asked again asks the same.
type ReceiptAnswer struct {
	Query QueryEcho `json:"query"`
	// Version is that of the Paperboy that answers.
	Version string `json:"version"`
	Claim
	// URL is the address of the receipt's page, with all that it claims: /receipt?...
	URL string `json:"url"`
	// Check is nil for a new receipt.
	Check *ReceiptCheck `json:"check,omitempty"`
}

// ReceiptCheck is what became of a receipt's search.
type ReceiptCheck struct {
	// Signed is true where this server, or one with the same store before it, gave the
	// receipt out as it is.
	Signed bool `json:"signed"`
	// Same is true where the papers that were found are found now, but for those that
	// were added since, of which there are Added.
	Same  bool `json:"same"`
	Added int  `json:"added"`
	// Changed are papers found now that were there and changed since.
	Changed int `json:"changed"`
	// At, Sequence, Total and SHA256 are as a new receipt would have them.
	At       time.Time     `json:"at"`
	Sequence data.Sequence `json:"sequence"`
	Total    int           `json:"total"`
	SHA256   string        `json:"sha256"`
}
