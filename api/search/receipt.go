package search

import (
	"net/url"
	"time"

	"paperboy/api/fault"
	"paperboy/api/params"
	"paperboy/data"
)

// ReceiptParams are the parameters of GET /receipt and of a receipt's page: a search without its
// paging and, in the address of an issued receipt, its Claim.
type ReceiptParams struct {
	Params
	Claim Claim
}

// Claim says what a search found; zero if no receipt was issued yet.
type Claim struct {
	// At is the time of the search, Sequence and Schema are the state of the index, and Papers
	// is the number of papers in it.
	At       time.Time     `json:"at"`
	Sequence data.Sequence `json:"sequence"`
	Schema   int           `json:"schema"`
	Papers   int           `json:"papers"`
	// Total is the number of papers found, SHA256 the digest in hex of their ids: in ascending
	// order of their bytes, each followed by a line feed.
	Total  int    `json:"total"`
	SHA256 string `json:"sha256"`
	// Signature shows that a server with this store issued the receipt.
	Signature string `json:"signature"`
}

// ReceiptTable has the parameters of a receipt. Paging, order and form are not among them, because
// a receipt is of all papers that a search finds.
var ReceiptTable = params.Table[ReceiptParams]{
	Rows: append(
		params.Lift(selectionRows, func(p *ReceiptParams) *Params { return &p.Params }),
		params.Time("at", "Of an issued receipt: the time of the search.", func(p *ReceiptParams) *time.Time { return &p.Claim.At }),
		params.Int("sequence", "Of an issued receipt: the state of the index.", 0, 1<<53-1, func(p *ReceiptParams) *data.Sequence { return &p.Claim.Sequence }),
		params.Int("schema", "Of an issued receipt: the schema of the index.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Schema }),
		params.Int("papers", "Of an issued receipt: how many papers the index had.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Papers }),
		params.Int("total", "Of an issued receipt: how many papers were found.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Total }),
		params.Text("sha256", "Of an issued receipt: the digest of the ids found.", 64, func(p *ReceiptParams) *string { return &p.Claim.SHA256 }),
		params.Text("signature", "Of an issued receipt: its signature.", 64, func(p *ReceiptParams) *string { return &p.Claim.Signature }),
	),
	Check:    func(p *ReceiptParams) *fault.Error { return p.Contradiction() },
	Defaults: ReceiptParams{Params: Params{Match: Table.Defaults.Match}},
}

// URLValues returns the parameters that ReceiptTable reads as p, without defaults.
func (p ReceiptParams) URLValues() url.Values { return ReceiptTable.Values(&p) }

// Search returns the search of a receipt, for GET /search and /export.
func (p ReceiptParams) Search() Params {
	search := Table.Defaults
	search.Q, search.Match, search.Filter = p.Q, p.Match, p.Filter
	return search
}

// ReceiptAnswer is the answer to GET /receipt. Query.Match is never auto, so that the search can be
// repeated exactly.
type ReceiptAnswer struct {
	Query Echo `json:"query"`
	// Version is the version of the Paperboy that answers.
	Version string `json:"version"`
	Claim
	// URL is the address of the receipt's page, including the Claim: /receipt?...
	URL string `json:"url"`
	// Check is nil for a new receipt.
	Check *ReceiptCheck `json:"check,omitempty"`
}

// ReceiptCheck compares an issued receipt with what its search finds now.
type ReceiptCheck struct {
	// Signed is true if this server, or an earlier one with the same store, issued the receipt
	// unchanged.
	Signed bool `json:"signed"`
	// Same is true if the papers found now are those found then, except for the Added papers
	// that were added since.
	Same  bool `json:"same"`
	Added int  `json:"added"`
	// Changed counts papers found now that were there then and have changed since.
	Changed int `json:"changed"`
	// At, Sequence, Total and SHA256 are those of a new receipt.
	At       time.Time     `json:"at"`
	Sequence data.Sequence `json:"sequence"`
	Total    int           `json:"total"`
	SHA256   string        `json:"sha256"`
}
