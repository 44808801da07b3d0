package search

import (
	"net/url"
	"time"

	"paperboy/api/params"

	"paperboy/data"
)

// ReceiptParams are the parameters of GET /receipt and of a receipt's page: a search
// without its paging and, in the address of a receipt that was given out, what it
// says.
type ReceiptParams struct {
	Params
	Claim Claim
}

// Claim is what a receipt says a search found; zero where none was given out yet.
type Claim struct {
	// At is the moment of the search, Sequence and Schema the state of the index that
	// answered, Papers how many papers it had.
	At       time.Time     `json:"at"`
	Sequence data.Sequence `json:"sequence"`
	Schema   int           `json:"schema"`
	Papers   int           `json:"papers"`
	// Total is how many papers were found, SHA256 the digest of their ids in hex: in
	// ascending order of their bytes, a line feed behind each.
	Total  int    `json:"total"`
	SHA256 string `json:"sha256"`
	// Signature shows that the server with this store gave the receipt out.
	Signature string `json:"signature"`
}

// receiptTable has no parameters of paging, order or form: the receipt is of all that
// a search finds.
var ReceiptTable = params.Table[ReceiptParams]{
	Rows: append(
		params.Lift(wholeRows, func(p *ReceiptParams) *Params { return &p.Params }),
		params.Time("at", "Of an issued receipt: the time of the search.", func(p *ReceiptParams) *time.Time { return &p.Claim.At }),
		params.Int("sequence", "Of an issued receipt: the state of the index.", 0, 1<<53-1, func(p *ReceiptParams) *data.Sequence { return &p.Claim.Sequence }),
		params.Int("schema", "Of an issued receipt: the schema of the index.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Schema }),
		params.Int("papers", "Of an issued receipt: how many papers the index had.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Papers }),
		params.Int("total", "Of an issued receipt: how many papers were found.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Total }),
		params.Text("sha256", "Of an issued receipt: the digest of the ids found.", 64, func(p *ReceiptParams) *string { return &p.Claim.SHA256 }),
		params.Text("signature", "Of an issued receipt: its signature.", 64, func(p *ReceiptParams) *string { return &p.Claim.Signature }),
	),
	Defaults: ReceiptParams{Params: Params{Match: Table.Defaults.Match}},
}

// ParseReceipt reads the parameters of a receipt; strict as for ParseSearch.
func ParseReceipt(v url.Values, strict bool) (p ReceiptParams, notices []string, err error) {
	p, notices, err = ReceiptTable.Parse(v, strict)
	if problem := p.contradiction(); err == nil && problem != nil && strict {
		err = problem
	}
	return p, notices, err
}

// URLValues are the parameters that ParseReceipt reads as p, defaults left out.
func (p ReceiptParams) URLValues() url.Values { return ReceiptTable.Values(&p) }

// Search is the search of a receipt, as GET /search and /export take it.
func (p ReceiptParams) Search() Params {
	search := Table.Defaults
	search.Q, search.Match, search.Filter = p.Q, p.Match, p.Filter
	return search
}

// ReceiptAnswer is the answer to GET /receipt. Query.Match is never auto, so that the
// search asked again asks the same.
type ReceiptAnswer struct {
	Query Echo `json:"query"`
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
