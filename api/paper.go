package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
	"paperboy/data"
)

const similarSuffix = "/similar"

// paperOrAround is GET /papers/{id}, and /similar, /neighbourhood and /merges below
// it: an id may hold slashes, so one route takes them all.
func (h *handler) paperOrAround(c echo.Context) error {
	switch path := c.Request().URL.EscapedPath(); {
	case strings.HasSuffix(path, similarSuffix):
		return h.similarToPaper(c)
	case strings.HasSuffix(path, NeighbourhoodSuffix):
		return h.neighbourhood(c)
	case strings.HasSuffix(path, mergesSuffix):
		return h.merges(c)
	}
	id, err := pathID(c, "")
	if err != nil {
		return err
	}
	p, err := params(c, paperTable)
	if err != nil {
		return err
	}
	return h.answerPaper(c, id, p.fields)
}

// lookup is GET /papers/lookup?id=.
func (h *handler) lookup(c echo.Context) error {
	p, err := params(c, lookupTable)
	if err != nil {
		return err
	}
	if len(p.ids) != 1 {
		return fault.New(fault.MissingParameter, "id", "say which paper: one id")
	}
	return h.answerPaper(c, p.ids[0], p.fields)
}

func (h *handler) answerPaper(c echo.Context, id data.ID, fields []string) error {
	p, err := h.Paper(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if fields == nil {
		fields = explainedFields
	}
	explained := ExplainedPaper{PaperFields: PaperFields{Paper: p, Fields: fields}}
	if slices.Contains(fields, fieldProvenance) || slices.Contains(fields, fieldWarnings) {
		if explained.Explanation, err = h.Explain(c.Request().Context(), id); err != nil {
			return err
		}
	}
	return answer(c, http.StatusOK, explained)
}

// papersByID is GET /papers?ids=.
func (h *handler) papersByID(c echo.Context) error {
	p, err := params(c, papersTable)
	if err != nil {
		return err
	}
	if len(p.ids) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: ids, separated by commas")
	}
	found, err := h.Papers(c.Request().Context(), p.ids)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

// paperParams say which papers are wanted, and what of them.
type paperParams struct {
	ids    []data.ID
	fields []string
}

func paperIDs(p *paperParams) *[]data.ID   { return &p.ids }
func paperFields(p *paperParams) *[]string { return &p.fields }

var paperTable = table[paperParams]{rows: []param[paperParams]{
	listParam("fields", "Which of the paper's fields, separated by commas. Default: all.", explainedFields, paperFields),
}}

var lookupTable = table[paperParams]{rows: required([]param[paperParams]{
	once(idsParam("id", "The paper's id, in any spelling.", paperIDs)),
	listParam("fields", "Which of the paper's fields, separated by commas. Default: all.", explainedFields, paperFields),
}, "id")}

var papersTable = table[paperParams]{rows: []param[paperParams]{
	idListParam("ids", "At most 100 ids, separated by commas.", paperIDs),
	idsParam("id", "A paper's id, which may hold commas; repeatable.", paperIDs),
}}

// idListParam is idsParam with commas between the ids.
func idListParam[T any](name, doc string, at func(*T) *[]data.ID) param[T] {
	row := idsParam(name, doc, at)
	one := row.set
	row.Schema = map[string]any{"type": "string"}
	row.set = func(p *T, s string) *fault.Error {
		for _, id := range strings.Split(s, ",") {
			if id = strings.TrimSpace(id); id == "" {
				continue
			}
			if problem := one(p, id); problem != nil {
				return problem
			}
		}
		return nil
	}
	return row
}

// once is row for one value.
func once[T any](row param[T]) param[T] {
	row.Repeat = false
	return row
}
