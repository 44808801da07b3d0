package api

import (
	"net/http"
	"slices"
	"strings"

	"paperboy/api/fields"
	"paperboy/api/params"

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
	p, err := readParams(c, paperTable)
	if err != nil {
		return err
	}
	return h.answerPaper(c, id, p.fields)
}

// lookup is GET /papers/lookup?id=.
func (h *handler) lookup(c echo.Context) error {
	p, err := readParams(c, lookupTable)
	if err != nil {
		return err
	}
	if len(p.ids) != 1 {
		return fault.New(fault.MissingParameter, "id", "say which paper: one id")
	}
	return h.answerPaper(c, p.ids[0], p.fields)
}

func (h *handler) answerPaper(c echo.Context, id data.ID, names []string) error {
	p, err := h.Paper(c.Request().Context(), id)
	if err != nil {
		return err
	}
	if names == nil {
		names = fields.ExplainedNames
	}
	explained := fields.Explained{Paper: fields.Paper{Paper: p, Fields: names}}
	if slices.Contains(names, fields.Provenance) || slices.Contains(names, fields.Warnings) {
		if explained.Explanation, err = h.Explain(c.Request().Context(), id); err != nil {
			return err
		}
	}
	return answer(c, http.StatusOK, explained)
}

// papersByID is GET /papers?ids=.
func (h *handler) papersByID(c echo.Context) error {
	p, err := readParams(c, papersTable)
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

var paperTable = params.Table[paperParams]{Rows: []params.Param[paperParams]{
	params.List("fields", "Which of the paper's fields, separated by commas. Default: all.", fields.ExplainedNames, paperFields),
}}

var lookupTable = params.Table[paperParams]{Rows: params.Required([]params.Param[paperParams]{
	params.Once(params.IDs("id", "The paper's id, in any spelling.", paperIDs)),
	params.List("fields", "Which of the paper's fields, separated by commas. Default: all.", fields.ExplainedNames, paperFields),
}, "id")}

var papersTable = params.Table[paperParams]{Rows: []params.Param[paperParams]{
	params.IDList("ids", "At most 100 ids, separated by commas.", paperIDs),
	params.IDs("id", "A paper's id, which may hold commas; repeatable.", paperIDs),
}}
