package api

import (
	"net/http"
	"net/url"
	"time"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"
)

// MaxPrunedNamed is how many lists a PruneAnswer names; it counts all.
const MaxPrunedNamed = 1000

// maxUnusedDays is longer than anybody keeps a server.
const maxUnusedDays = 36_500

// PruneParams say which reading lists are deleted: those that were neither opened nor
// changed for so many days and, if Empty, have no papers.
type PruneParams struct {
	UnusedDays    int
	Empty, DryRun bool
}

// PruneAnswer is the answer to DELETE /lists.
type PruneAnswer struct {
	Deleted int `json:"deleted"`
	// DryRun says that none was.
	DryRun bool         `json:"dry_run"`
	Lists  []PrunedList `json:"lists"`
}

// PrunedList is a list that was deleted. Used is to within a day.
type PrunedList struct {
	Name   string    `json:"name"`
	Used   time.Time `json:"used"`
	Papers int       `json:"papers"`
}

var pruneTable = params.Table[PruneParams]{Rows: []params.Param[PruneParams]{
	params.Int("unused_days", "Lists that were neither opened nor changed for so many days.", 0, maxUnusedDays, func(p *PruneParams) *int { return &p.UnusedDays }),
	params.Bool("empty", "Only lists without papers.", func(p *PruneParams) *bool { return &p.Empty }),
	params.Bool("dry_run", "Deletes none, and says which would be.", func(p *PruneParams) *bool { return &p.DryRun }),
}}

// URLValues are the parameters of DELETE /lists.
func (p PruneParams) URLValues() url.Values { return pruneTable.Values(&p) }

// pruneLists is DELETE /lists, for the owner.
func (h *handler) pruneLists(c echo.Context) error {
	p, err := readParams(c, pruneTable)
	if err != nil {
		return err
	}
	pruned, err := h.PruneLists(c.Request().Context(), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, pruned)
}
