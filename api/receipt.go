package api

import (
	"net/http"
	"net/url"
	"time"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/data"
)

// ReceiptParams are the parameters of GET /receipt and of a receipt's page: a search
// without its paging and, in the address of a receipt that was given out, what it
// says.
type ReceiptParams struct {
	SearchParams
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
var receiptTable = params.Table[ReceiptParams]{
	Rows: append(
		params.Lift(wholeRows, func(p *ReceiptParams) *SearchParams { return &p.SearchParams }),
		params.Time("at", "Of a receipt given out: when.", func(p *ReceiptParams) *time.Time { return &p.Claim.At }),
		params.Int("sequence", "Of a receipt given out: the state of the index.", 0, 1<<53-1, func(p *ReceiptParams) *data.Sequence { return &p.Claim.Sequence }),
		params.Int("schema", "Of a receipt given out: the schema of the index.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Schema }),
		params.Int("papers", "Of a receipt given out: how many papers there were.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Papers }),
		params.Int("total", "Of a receipt given out: how many papers were found.", 0, 1<<31-1, func(p *ReceiptParams) *int { return &p.Claim.Total }),
		params.Text("sha256", "Of a receipt given out: the digest of the ids found.", 64, func(p *ReceiptParams) *string { return &p.Claim.SHA256 }),
		params.Text("signature", "Of a receipt given out: its signature.", 64, func(p *ReceiptParams) *string { return &p.Claim.Signature }),
	),
	Defaults: ReceiptParams{SearchParams: SearchParams{Match: searchTable.Defaults.Match}},
}

// ParseReceipt reads the parameters of a receipt; strict as for ParseSearch.
func ParseReceipt(v url.Values, strict bool) (p ReceiptParams, notices []string, err error) {
	p, notices, err = receiptTable.Parse(v, strict)
	if problem := p.contradiction(); err == nil && problem != nil && strict {
		err = problem
	}
	return p, notices, err
}

// URLValues are the parameters that ParseReceipt reads as p, defaults left out.
func (p ReceiptParams) URLValues() url.Values { return receiptTable.Values(&p) }

// Search is the search of a receipt, as GET /search and /export take it.
func (p ReceiptParams) Search() SearchParams {
	search := searchTable.Defaults
	search.Q, search.Match, search.Filter = p.Q, p.Match, p.Filter
	return search
}

// receipt is GET /receipt.
func (h *handler) receipt(c echo.Context) error {
	p, err := readParams(c, receiptTable)
	if err != nil {
		return err
	}
	a, err := h.Receipt(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, a)
}
