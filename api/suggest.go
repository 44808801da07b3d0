package api

import (
	"net/http"
	"net/url"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/index"
)

// Caps on what GET /suggest is asked. MaxSuggestions is how many completions an answer
// has at most.
const (
	defaultSuggestions = 8
	MaxSuggestions     = index.MaxCompletions
)

// SuggestParams are the parameters of GET /suggest.
type SuggestParams struct {
	// Q is the text in the search box, up to the cursor.
	Q     string
	Limit int
}

var suggestTable = params.Table[SuggestParams]{
	Rows: []params.Param[SuggestParams]{
		params.Text("q", "What stands in the search box, up to where it is being typed. Fewer than two letters, or more than 200 characters, have no completions.", MaxQueryLength, func(p *SuggestParams) *string { return &p.Q }),
		params.Int("limit", "How many completions.", 0, MaxSuggestions, func(p *SuggestParams) *int { return &p.Limit }),
	},
	Defaults: SuggestParams{Limit: defaultSuggestions},
}

// URLValues are the parameters as an address carries them.
func (p SuggestParams) URLValues() url.Values { return suggestTable.Values(&p) }

// suggest is GET /suggest.
func (h *handler) suggest(c echo.Context) error {
	p, err := readParams(c, suggestTable)
	if err != nil {
		return err
	}
	a, err := h.Suggest(c.Request().Context(), p)
	if err != nil {
		return err
	}
	// Who deletes a letter and types it again asks the same again.
	c.Response().Header().Set(echo.HeaderCacheControl, "private, max-age=30")
	return answer(c, http.StatusOK, a)
}
