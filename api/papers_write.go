package api

import (
	"net/http"
	"time"

	"paperboy/api/search"

	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/data"
	"paperboy/index"
)

const (
	// MaxUpload caps the body of POST /papers, decompressed: about 40,000 papers.
	MaxUpload = 64 << 20
	// maxPaperBody caps the body of PUT /papers/{id}.
	maxPaperBody = 4 << 20
	// maxLocationLength is that of the longest address that servers are asked by.
	maxLocationLength = 4_000
	// uploadTimeout is how long a body may take to arrive.
	uploadTimeout = 10 * time.Minute
)

// addPapers is POST /papers.
func (h *handler) addPapers(c echo.Context) error {
	p, err := readParams(c, addTable)
	if err != nil {
		return err
	}
	if err := contentType(c, "application/x-ndjson", "application/json", "application/ndjson", "application/jsonl", "application/x-jsonlines", "text/plain"); err != nil {
		return err
	}
	unhurried(c)
	_ = http.NewResponseController(c.Response()).SetReadDeadline(time.Now().Add(uploadTimeout))
	body, err := spoolBody(c, MaxUpload, h.TempDir)
	if err != nil {
		return err
	}
	defer body.Close()
	added, err := h.AddPapers(c.Request().Context(), body, AddParams{WaitVisible: p.wait == visible, Undelete: p.undelete})
	if err != nil {
		return err
	}
	if added.Accepted == 0 && added.Suppressed == 0 {
		if len(added.Rejected) == 0 {
			return fault.New(fault.AllRejected, "", "the body holds no papers")
		}
		first := added.Rejected[0]
		return &RejectedError{fault.New(fault.AllRejected, "", "all %d papers were rejected; the first, in line %d: %s", len(added.Rejected), first.Line, first.Reason), added.Rejected}
	}
	return answer(c, http.StatusOK, added)
}

// replacePaper is PUT /papers/{id}.
func (h *handler) replacePaper(c echo.Context) error {
	id, err := pathID(c, "")
	if err != nil {
		return err
	}
	var paper data.Paper
	if err := readObject(c, maxPaperBody, &paper); err != nil {
		return err
	}
	replaced, err := h.ReplacePaper(c.Request().Context(), id, paper)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, replaced)
}

// deletePaper is DELETE /papers/{id}.
func (h *handler) deletePaper(c echo.Context) error {
	id, err := pathID(c, "")
	if err != nil {
		return err
	}
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	deleted, err := h.DeletePapers(c.Request().Context(), Deletion{IDs: []data.ID{id}})
	if err != nil {
		return err
	}
	if len(deleted.Missing) > 0 {
		return fault.NoPaper(id)
	}
	return answer(c, http.StatusOK, deleted)
}

// deletePapers is DELETE /papers?source=, ?ids= and ?q=.
func (h *handler) deletePapers(c echo.Context) error {
	p, err := readParams(c, deleteTable)
	if err != nil {
		return err
	}
	unhurried(c)
	d := Deletion{IDs: p.ids, Location: p.location, DryRun: p.dryRun}
	search := p.Params
	searched := search.URLValues()
	switch sources := search.Filter.Values[index.FacetSource]; {
	case len(sources) == 1 && len(searched) == 1:
		d.Source = sources[0]
	case len(searched) > 0:
		d.Matching = &search
	}
	if d.Matching != nil && len(d.IDs) > 0 || d.Source != "" && len(d.IDs) > 0 {
		return fault.New(fault.Contradiction, "ids", "say which papers in one way: ids, source or q")
	}
	if d.Location != "" && len(d.IDs) == 0 {
		return fault.New(fault.MissingParameter, "ids", "location says which records of papers, but not which papers")
	}
	deleted, err := h.DeletePapers(c.Request().Context(), d)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, deleted)
}

var noParams = params.Table[struct{}]{}

// visible is the one thing that ?wait= can wait for.
const visible = "visible"

type addParams struct {
	wait     string
	undelete bool
}

var addTable = params.Table[addParams]{Rows: []params.Param[addParams]{
	params.Enum("wait", "visible: answer once the papers can be searched.", []string{visible}, func(p *addParams) *string { return &p.wait }),
	params.Bool("undelete", "Restores papers that were deleted and come again.", func(p *addParams) *bool { return &p.undelete }),
}}

type deleteParams struct {
	search.Params
	ids      []data.ID
	location string
	dryRun   bool
}

var deleteTable = params.Table[deleteParams]{
	Rows: append([]params.Param[deleteParams]{
		params.IDList("ids", "Papers to delete, separated by commas.", func(p *deleteParams) *[]data.ID { return &p.ids }),
		params.IDs("id", "A paper to delete, whose id may hold commas; repeatable.", func(p *deleteParams) *[]data.ID { return &p.ids }),
		params.Text("location", "With ids: only what was read from addresses that begin with this.", maxLocationLength, func(p *deleteParams) *string { return &p.location }),
		params.Bool("dry_run", "Counts and deletes nothing.", func(p *deleteParams) *bool { return &p.dryRun }),
	}, params.Lift(search.Table.Rows, func(p *deleteParams) *search.Params { return &p.Params })...),
	Defaults: deleteParams{Params: search.Table.Defaults},
}
