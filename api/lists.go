package api

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"paperboy/api/fields"
	"paperboy/api/params"

	"github.com/labstack/echo/v4"

	"paperboy/api/fault"
)

// maxListBody holds MaxIDs ids and a note however JSON escapes them.
const maxListBody = 1 << 20

// createList is POST /lists.
func (h *handler) createList(c echo.Context) error {
	var in struct {
		Name string   `json:"name"`
		IDs  []string `json:"ids"`
	}
	if c.Request().ContentLength != 0 {
		if err := readObject(c, maxListBody, &in); err != nil {
			return err
		}
	}
	ids, err := params.ParseIDs("ids", in.IDs)
	if err != nil {
		return err
	}
	made, err := h.CreateList(c.Request().Context(), in.Name, ids)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, made)
}

// lists is GET /lists, for the owner.
func (h *handler) lists(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	lists, err := h.Service.Lists(c.Request().Context())
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, lists)
}

// list is GET /lists/{key}.
func (h *handler) list(c echo.Context) error {
	p, err := readParams(c, listTable)
	if err != nil {
		return err
	}
	found, err := h.ListPapers(c.Request().Context(), listKey(c), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

func listKey(c echo.Context) ListKey { return ListKey(c.Param("key")) }

// renameList is PUT /lists/{key}.
func (h *handler) renameList(c echo.Context) error {
	var in struct {
		Name string `json:"name"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	renamed, err := h.RenameList(c.Request().Context(), listKey(c), in.Name)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, renamed)
}

// deleteList is DELETE /lists/{key}.
func (h *handler) deleteList(c echo.Context) error {
	if _, err := readParams(c, noParams); err != nil {
		return err
	}
	deleted, err := h.DeleteList(c.Request().Context(), listKey(c))
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, deleted)
}

// addToList is POST /lists/{key}/papers.
func (h *handler) addToList(c echo.Context) error {
	var in struct {
		IDs  []string `json:"ids"`
		Note *string  `json:"note"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	if len(in.IDs) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: a list of ids")
	}
	ids, err := params.ParseIDs("ids", in.IDs)
	if err != nil {
		return err
	}
	added, err := h.AddToList(c.Request().Context(), listKey(c), ids, in.Note)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, added)
}

// removeFromList is DELETE /lists/{key}/papers?ids=.
func (h *handler) removeFromList(c echo.Context) error {
	p, err := readParams(c, papersTable)
	if err != nil {
		return err
	}
	if len(p.ids) == 0 {
		return fault.New(fault.MissingParameter, "ids", "say which papers: ids, separated by commas")
	}
	removed, err := h.RemoveFromList(c.Request().Context(), listKey(c), p.ids)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, removed)
}

// renewListKey is POST /lists/{key}/renew.
func (h *handler) renewListKey(c echo.Context) error {
	var in struct {
		Key string `json:"key"`
	}
	if err := readObject(c, maxListBody, &in); err != nil {
		return err
	}
	if in.Key != "edit" && in.Key != "read" {
		return fault.New(fault.InvalidValue, "key", "say which key: edit or read")
	}
	renewed, err := h.RenewListKey(c.Request().Context(), listKey(c), in.Key == "edit")
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, renewed)
}

// exportList is GET /lists/{key}/export?format=.
func (h *handler) exportList(c echo.Context) error {
	p, err := readParams(c, listExportTable)
	if err != nil {
		return err
	}
	if p.format == "" {
		return missingFormat()
	}
	ctx := c.Request().Context()
	l, err := h.Service.List(ctx, listKey(c))
	if err != nil {
		return err
	}
	return download(c, p.format, fileName(l.Name), func(w io.Writer) error { return h.ExportList(ctx, listKey(c), p.format, w) })
}

// fileName is the letters and digits of a list's name that every disk takes.
func fileName(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return asciiLetters(string(r)) == "" })
	s := strings.Join(words, "-")
	if s = strings.TrimRight(s[:min(len(s), 60)], "-"); s == "" {
		return "reading-list"
	}
	return s
}

// recommendations is GET /lists/{key}/recommendations.
func (h *handler) recommendations(c echo.Context) error {
	p, err := readParams(c, recommendTable)
	if err != nil {
		return err
	}
	found, err := h.RecommendFor(c.Request().Context(), listKey(c), p)
	if err != nil {
		return err
	}
	return answer(c, http.StatusOK, found)
}

// ListParams say how much of a list is wanted.
type ListParams struct {
	Limit, Offset int
	// Fields are the fields of PaperFieldNames wanted; nil: all but sources.
	Fields []string
}

var listTable = params.Table[ListParams]{
	Rows: []params.Param[ListParams]{
		params.Int("limit", "How many papers.", 0, MaxListPapers, func(p *ListParams) *int { return &p.Limit }),
		params.Int("offset", "How many papers to pass over.", 0, MaxListPapers, func(p *ListParams) *int { return &p.Offset }),
		fields.Param(func(p *ListParams) *[]string { return &p.Fields }),
	},
	Defaults: ListParams{Limit: MaxListPapers},
}

// URLValues are the parameters that ask for p, defaults left out.
func (p ListParams) URLValues() url.Values { return listTable.Values(&p) }

type listExportParams struct{ format Format }

var listExportTable = params.Table[listExportParams]{
	Rows: params.Required([]params.Param[listExportParams]{formatParam(func(p *listExportParams) *Format { return &p.format })}, "format"),
}

// recommendTable is similarTable without what says what is to be compared.
var recommendTable = params.Table[SimilarParams]{
	Rows:     append([]params.Param[SimilarParams]{sinceParam}, params.Omit(similarTable.Rows, "like", "id", "unlike", "text")...),
	Defaults: similarTable.Defaults,
}

// sinceParam is another name of added_after.
var sinceParam = func() params.Param[SimilarParams] {
	row := params.Time("since", "Papers that came in after this moment (RFC 3339) or date: another name of added_after.",
		func(p *SimilarParams) *time.Time { return &p.Filter.AddedAfter })
	return params.Alias(row)
}()
