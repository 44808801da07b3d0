package api

import (
	"fmt"
	"net/url"

	"paperboy/api/fault"
	"paperboy/api/fields"
	"paperboy/api/params"
	"paperboy/api/search"
	"paperboy/data"
	"paperboy/index"
)

// maxLocationLength is that of the longest address that servers are asked by.
const maxLocationLength = 4_000

var papersTable = params.Table[IDs]{Rows: []params.Param[IDs]{
	params.Alias(params.IDList("ids", "At most 100 ids, separated by commas.", func(p *IDs) *[]data.ID { return &p.IDs })),
	params.IDs("id", "A paper's id, which may hold commas; repeatable.", func(p *IDs) *[]data.ID { return &p.IDs }),
}}

var paperTable = params.Table[[]string]{Rows: []params.Param[[]string]{
	params.List("fields", "Which of the paper's fields, separated by commas. Default: all.", fields.ExplainedNames, func(p *[]string) *[]string { return p }),
}}

// LookupParams are the parameters of GET /papers/lookup.
type LookupParams struct {
	ID     data.ID
	Fields []string
}

var lookupTable = params.Table[LookupParams]{Rows: params.Required(append([]params.Param[LookupParams]{
	params.ID("id", "The paper's id, in any spelling.", func(p *LookupParams) *data.ID { return &p.ID }),
}, params.Lift(paperTable.Rows, func(p *LookupParams) *[]string { return &p.Fields })...), "id")}

// visible is the one thing that ?wait= can wait for.
const visible = "visible"

var addTable = params.Table[AddParams]{Rows: []params.Param[AddParams]{
	params.Flag("wait", "visible: answer once the papers can be searched.", visible, func(p *AddParams) *bool { return &p.WaitVisible }),
	params.Bool("undelete", "Restores papers that were deleted and come again.", func(p *AddParams) *bool { return &p.Undelete }),
}}

const maxFormatName = 40

var ingestTable = params.Table[IngestParams]{Rows: append([]params.Param[IngestParams]{
	params.Text("format", "Takes every file to be of this format, by the name that 'paperboy ingest --help' lists; otherwise it is recognised.", maxFormatName, func(p *IngestParams) *string { return &p.Format }),
	params.Date("as_of", "The day on which a page was seen, for dates without a year.", func(p *IngestParams) *data.Date { return &p.AsOf }),
	params.Text("name", fmt.Sprintf("What a body without a file name is called in rejects and provenance, at most %d characters.", maxFileName), maxFileName, func(p *IngestParams) *string { return &p.Name }),
}, params.Lift(addTable.Rows, func(p *IngestParams) *AddParams { return &p.AddParams })...)}

// deletions reads a Deletion from the parameters of DELETE /papers.
type deletions struct{}

type deleteParams struct {
	search.Params
	ids      []data.ID
	location string
	dryRun   bool
}

var deleteTable = params.Table[deleteParams]{
	Rows: append([]params.Param[deleteParams]{
		params.Alias(params.IDList("ids", "Papers to delete, separated by commas.", func(p *deleteParams) *[]data.ID { return &p.ids })),
		params.IDs("id", "A paper to delete, whose id may hold commas; repeatable.", func(p *deleteParams) *[]data.ID { return &p.ids }),
		params.Text("location", "With ids: only what was read from addresses that begin with this.", maxLocationLength, func(p *deleteParams) *string { return &p.location }),
		params.Bool("dry_run", "Counts and deletes nothing.", func(p *deleteParams) *bool { return &p.dryRun }),
	}, params.Lift(search.Table.Rows, func(p *deleteParams) *search.Params { return &p.Params })...),
	Defaults: deleteParams{Params: search.Table.Defaults},
}

func (deletions) Docs() []params.Doc { return deleteTable.Docs() }

func (deletions) Parse(v url.Values, strict bool) (Deletion, []string, error) {
	p, notices, err := deleteTable.Parse(v, strict)
	if err != nil {
		return Deletion{}, nil, err
	}
	d := Deletion{IDs: p.ids, Location: p.location, DryRun: p.dryRun}
	asked := p.Params
	searched := asked.URLValues()
	switch sources := asked.Filter.Values[index.FacetSource]; {
	case len(sources) == 1 && len(searched) == 1:
		d.Source = sources[0]
	case len(searched) > 0:
		d.Matching = &asked
	}
	if d.Matching != nil && len(d.IDs) > 0 || d.Source != "" && len(d.IDs) > 0 {
		return d, nil, fault.New(fault.Contradiction, "ids", "say which papers in one way: ids, source or q")
	}
	if d.Location != "" && len(d.IDs) == 0 {
		return d, nil, fault.New(fault.MissingParameter, "ids", "location says which records of papers, but not which papers")
	}
	return d, notices, nil
}

func (deletions) Values(d *Deletion) url.Values {
	p := deleteTable.Defaults
	p.ids, p.location, p.dryRun = d.IDs, d.Location, d.DryRun
	switch {
	case d.Matching != nil:
		p.Params = *d.Matching
	case d.Source != "":
		p.Filter = index.Filter{Values: map[index.Facet][]string{index.FacetSource: {d.Source}}}
	}
	v := deleteTable.Values(&p)
	if d.Matching != nil {
		v.Set("q", d.Matching.Q) // an empty one is refused, not ignored
	}
	return v
}
