package api

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/data"
)

// mergesSuffix ends the address of a paper's merges.
const mergesSuffix = "/merges"

// MaxMerges is how many merges one answer of GET /merges has at most.
const MaxMerges = 100

// MergesParams are the parameters of GET /merges.
type MergesParams struct {
	Limit int
	// Before is the number that the merges are below; 0: from the newest on.
	Before int
}

var mergesTable = params.Table[MergesParams]{
	Rows: []params.Param[MergesParams]{
		params.Int("limit", "How many merges.", 0, MaxMerges, func(p *MergesParams) *int { return &p.Limit }),
		params.Int("before", "The next_before of the answer before.", 0, 1<<31-1, func(p *MergesParams) *int { return &p.Before }),
	},
	Defaults: MergesParams{Limit: 20},
}

// URLValues are the parameters as an address carries them.
func (p MergesParams) URLValues() url.Values { return mergesTable.Values(&p) }

// newestMerges is GET /merges.
func (h *handler) newestMerges(c echo.Context) error {
	p, err := readParams(c, mergesTable)
	if err != nil {
		return err
	}
	merges, err := h.NewestMerges(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, merges)
}

// merges is GET /papers/{id}/merges.
func (h *handler) merges(c echo.Context) error {
	id, err := pathID(c, mergesSuffix)
	if err != nil {
		return err
	}
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	merges, err := h.Merges(c.Request().Context(), id)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, merges)
}

// undoPath ends the address that undoes a merge.
var undoPath = regexp.MustCompile(`/merges/(\d{1,9})/undo$`)

// changeMerges is POST /papers/{id}/merges and POST /papers/{id}/merges/{number}/undo.
func (h *handler) changeMerges(c echo.Context) error {
	path := c.Request().URL.EscapedPath()
	if match := undoPath.FindStringSubmatch(path); match != nil {
		return h.unmerge(c, match[0], match[1])
	}
	if strings.HasSuffix(path, mergesSuffix) {
		return h.mergePapers(c)
	}
	return methodNotAllowed(c)
}

// methodNotAllowed says which methods the address of a paper, or one below it, has.
func methodNotAllowed(c echo.Context) error {
	allowed, _ := methodsBelow(c)
	c.Response().Header().Set(echo.HeaderAllow, allowed)
	return echo.ErrMethodNotAllowed
}

// methodsBelow are the methods of an address under /papers/, and whether it is one below a
// paper's.
func methodsBelow(c echo.Context) (allowed string, below bool) {
	path := c.Request().URL.EscapedPath()
	switch {
	case undoPath.MatchString(path):
		return "POST", true
	case strings.HasSuffix(path, mergesSuffix):
		return "GET, HEAD, POST", true
	case strings.HasSuffix(path, similarSuffix), strings.HasSuffix(path, NeighbourhoodSuffix), strings.HasSuffix(path, "/papers/lookup"):
		return "GET, HEAD", true
	}
	return "GET, HEAD, PUT, DELETE", false
}

// optionsOfPaper is OPTIONS of an address under /papers/.
func optionsOfPaper(c echo.Context) error {
	allowed, _ := methodsBelow(c)
	c.Response().Header().Set(echo.HeaderAllow, "OPTIONS, "+allowed)
	return c.NoContent(http.StatusNoContent)
}

// ofPaper refuses what would change a paper at an address below a paper's.
func ofPaper(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if _, below := methodsBelow(c); below {
			return methodNotAllowed(c)
		}
		return next(c)
	}
}

func (h *handler) unmerge(c echo.Context, suffix, number string) error {
	id, err := pathID(c, suffix)
	if err != nil {
		return err
	}
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	n, err := strconv.ParseUint(number, 10, 32)
	if err != nil {
		return fault.New(fault.InvalidNumber, "", "%q is no number of a merge", number)
	}
	done, err := h.Unmerge(c.Request().Context(), id, MergeNumber(n))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, done)
}

func (h *handler) mergePapers(c echo.Context) error {
	id, err := pathID(c, mergesSuffix)
	if err != nil {
		return err
	}
	var other struct{ ID string }
	if err := readObject(c, maxPaperBody, &other); err != nil {
		return err
	}
	otherID, err := data.ParseID(other.ID)
	if err != nil {
		return fault.New(fault.InvalidID, "id", "%q is no id of a paper", fault.Clip(other.ID))
	}
	merged, err := h.MergePapers(c.Request().Context(), id, otherID)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, merged)
}
