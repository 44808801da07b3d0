package jsonl

import (
	"slices"
	"strings"
	"time"

	"paperboy/data"
	"paperboy/data/format"
	"paperboy/data/format/anyjson"
	"paperboy/data/text"
)

// warnNameUnknown says that an object has something like authors, an abstract or a date under a name
// that is in no table.
const warnNameUnknown = "name_unknown"

// adapt fills the record of one object. What can't be read is left out with a warning.
func adapt(r *data.Record, o *object, in format.Input) {
	p := &r.Paper
	p.Title, p.Abstract, p.Venue = o.text(anyjson.Title), o.Paragraphs(anyjson.Abstract), o.text(venue)
	if o.of(anyjson.Subtitle) != nil {
		p.Title = o.Title()
	}
	p.DOI, p.Organization, p.AISummary, p.AIKeywords = o.text(anyjson.DOI), nameOf(o.of(organization)), o.text(aiSummary), o.of(aiKeywords).Texts()
	setID(r, o)
	setPeople(r, o)
	setDates(r, o)
	setNumbers(r, o)
	setReference(r, o)
	p.Categories = words(o.of(anyjson.Categories))
	if language := o.text(anyjson.Language); language != "" {
		format.SetLanguage(r, language)
	}
	setURLs(r, o)
	setOrigin(r, o, in)
	reportUnknown(r, o)
}

// nameOf returns a name, or that of an object, preferring the full name.
func nameOf(v anyjson.Value) string {
	if full := v.Member("fullname").Text(); full != "" {
		return full
	}
	return v.Text()
}

// setID sets the id. Ids of other catalogues become aliases. A number of the program that wrote the
// file is left out.
func setID(r *data.Record, o *object) {
	stated := o.text(anyjson.ID)
	if stated != "" {
		id := stated
		if repaired, ok := format.RepairNumber(id); ok && strings.HasSuffix(o.text(url), "arxiv.org/abs/"+id) {
			id = repaired
			format.Keep(r, "id", stated, id)
			format.Warn(r, format.WarnIDRepaired)
		}
		parsed, err := data.ParseID(id)
		if isCounter := o.of(anyjson.ID).Kind() == anyjson.Number && parsed.Scheme() != data.SchemeArXiv; err == nil && !isCounter {
			r.Paper.ID = parsed
			if strings.HasPrefix(stated, "10.") && parsed.Scheme() == data.SchemeDOI && o.text(anyjson.DOI) == "" { // as in the API of PLOS
				r.Paper.DOI = stated
			}
		} else {
			format.Unread(r, "id", o.of(anyjson.ID))
		}
	}
	for _, alias := range o.of(aliases).Texts() {
		if id, err := data.ParseID(alias); err == nil {
			r.Aliases = append(r.Aliases, id)
		} else {
			format.Unread(r, "aliases", o.of(aliases))
		}
	}
	if number := o.text(anyjson.ArXiv); number != "" {
		if !format.HasScheme(number, data.SchemeArXiv) && !format.IsURL(number) {
			number = data.SchemeArXiv + ":" + number
		}
		format.SetIDs(r, number)
	}
	for _, other := range []struct {
		slot   slot
		scheme string
	}{{aclID, data.SchemeACL}, {corpusID, "corpusid"}, {openAlexID, "openalex"}} {
		if number := o.text(other.slot); number != "" {
			format.AddIDs(r, other.scheme, number[strings.LastIndexByte(number, '/')+1:])
		}
	}
	for _, other := range []struct {
		slot   slot
		scheme string
	}{{anyjson.PMID, format.SchemePMID}, {anyjson.PMCID, format.SchemePMCID}} {
		if number := o.text(other.slot); number != "" {
			format.SetIDs(r, format.PubMedID(other.scheme, number[strings.LastIndexByte(number, '/')+1:]))
		}
	}
}

// setPeople sets authors and editors. A list of strings is taken as it is, as Paperboy writes it.
func setPeople(r *data.Record, o *object) {
	if names, areStrings := stringsOf(o.of(anyjson.Authors)); areStrings && (!isForeign(names) || o.isExport()) {
		r.Paper.Authors = names
		r.Paper.Editors = o.of(anyjson.Editors).Texts()
		r.Paper.Groups = o.of(groups).Texts()
		if o.of(authorCount) == nil && strings.Contains(string(o.of(sources)), `"`+data.WarnAuthorsIncomplete+`"`) {
			format.Warn(r, data.WarnAuthorsIncomplete)
		}
		return
	}
	people, areRead := anyjson.People(o.of(anyjson.Authors))
	editors, ok := anyjson.People(o.of(anyjson.Editors))
	if !ok {
		format.Unread(r, "editors", o.of(anyjson.Editors))
	}
	isAuthor := func(p anyjson.Person) bool { return p.IsAuthor() || !p.IsEditor() && p.Role == "contributor" }
	authors := slices.DeleteFunc(slices.Clone(people), func(p anyjson.Person) bool { return !isAuthor(p) })
	edited := slices.DeleteFunc(people, func(p anyjson.Person) bool { return !p.IsEditor() })
	anyjson.SetPeople(r, authors, append(edited, editors...))
	if !strings.HasPrefix(string(o.of(anyjson.Authors)), `"`) {
		delete(r.Origin.Raw, "authors") // the names are in parts
	}
	if !areRead {
		format.Unread(r, "authors", o.of(anyjson.Authors))
	}
	format.SetGroups(r, o.of(groups).Texts()...)
}

// isForeign reports whether a list of names has to be read: all of them have the family name first,
// or it is one string with several names.
func isForeign(names []string) bool {
	return areFamilyFirst(names) || len(names) == 1 && len(format.SplitNames(names[0])) > 1
}

func setDates(r *data.Record, o *object) {
	r.Paper.Featured = o.day(r, "featured", featured, hfDate)
	for day := range o.of(days).Elements() {
		if date, _ := anyjson.DateOf(day); !date.IsZero() {
			r.Paper.FeaturedDays = append(r.Paper.FeaturedDays, date)
		} else {
			format.Unread(r, "featured_days", o.of(days))
		}
	}
	stated := o.Stated
	if stated[anyjson.Date] == nil || isRecordDate(o.ranks[anyjson.Date]) && o.of(listDate) != nil {
		stated[anyjson.Date] = o.of(listDate)
	}
	if o.of(hfDate) != nil && o.of(anyjson.Date) == nil {
		stated[anyjson.Date] = nil // the date repeats the day of the list
	}
	stated.FillDate(r)
	if r.Paper.Date.IsZero() {
		if r.Paper.Date = r.Paper.ID.Month(); !r.Paper.Date.IsZero() {
			format.Warn(r, format.WarnDateFromID)
		}
	}
}

// firstRecordDate is the rank of the first name of a date that may be that of a record or version,
// so that "date" is preferred to it.
var firstRecordDate = places["submittedat"].rank

func isRecordDate(rank uint8) bool { return rank >= firstRecordDate }

// day returns the date in the first of the slots that has a value.
func (o *object) day(r *data.Record, name string, slots ...slot) data.Date {
	for _, s := range slots {
		v := o.of(s)
		if v == nil {
			continue
		}
		date, _ := anyjson.DateOf(v)
		if date.Precision() != data.DayPrecision {
			format.Unread(r, name, v)
			return data.Date{}
		}
		return date
	}
	return data.Date{}
}

// setNumbers sets the counts and the observations. Texts that collections of arXiv have as comments
// are ignored.
func setNumbers(r *data.Record, o *object) {
	for _, count := range []struct {
		slot slot
		to   **int
		name string
	}{
		{authorCount, &r.Paper.AuthorCount, "author_count"}, {upvotes, &r.Paper.Upvotes, "upvotes"}, {comments, &r.Paper.Comments, "comments"}, {stars, &r.Paper.Stars, "stars"},
	} {
		n, ok := o.whole(count.slot)
		if *count.to = n; !ok && count.slot != comments {
			format.Unread(r, count.name, o.of(count.slot))
		}
	}
	if v := o.of(observations); v != nil {
		var ok bool
		if r.Paper.Observations, ok = observed(v); !ok {
			format.Unread(r, "observations", v)
		}
	}
}

// observed returns the observations of a list. ok is false if some can't be read, which are left
// out.
func observed(v anyjson.Value) (list []data.Observation, ok bool) {
	var wire []struct {
		At                       time.Time
		Upvotes, Comments, Stars *int
	}
	if format.Decode(v, &wire) != nil {
		return nil, false
	}
	ok = true
	for _, w := range wire {
		if w.At.IsZero() || w.Upvotes == nil && w.Comments == nil && w.Stars == nil {
			ok = false
			continue
		}
		list = append(list, data.Observation{At: w.At, Upvotes: w.Upvotes, Comments: w.Comments, Stars: w.Stars})
	}
	return list, ok
}

// setReference sets what a reference needs. Text is taken as it is, as Paperboy writes it.
func setReference(r *data.Record, o *object) {
	p := &r.Paper
	if kinds := o.of(anyjson.TypeName); kinds != nil {
		if p.Type = format.TypeNamed(kinds.Texts()...); p.Type == "" {
			p.Type = data.Type(kinds.Text())
		}
	}
	p.Container, p.Volume, p.Number, p.Publisher = o.text(anyjson.Container), o.text(anyjson.Volume), o.text(anyjson.Issue), o.text(anyjson.Publisher)
	p.Place, p.School, p.Series, p.Edition = o.text(anyjson.Place), o.text(anyjson.School), o.text(anyjson.Series), o.text(anyjson.Edition)
	p.Note, p.CitationKey = o.text(anyjson.Note), o.text(anyjson.CitationKey)
	p.ISBN, p.ISSN = strings.Join(o.of(anyjson.ISBN).Texts(), ", "), strings.Join(o.of(anyjson.ISSN).Texts(), ", ")
	if p.Container == "" {
		p.Container = o.text(anyjson.Event)
	}
	if p.Venue == "" && p.Container != "" && !o.isExport() {
		p.Venue = p.Container
	}
	if p.Pages = o.text(anyjson.Pages); p.Pages == "" && (o.of(anyjson.FirstPage) != nil || o.of(anyjson.Article) != nil) {
		ref := format.Reference{FirstPage: o.text(anyjson.FirstPage), LastPage: o.text(anyjson.LastPage)}
		if ref.FirstPage == "" {
			ref.Pages = o.text(anyjson.Article)
		}
		format.SetReference(r, ref)
	}
}

func setURLs(r *data.Record, o *object) {
	var urls []string
	if u := o.text(url); r.Origin.Raw["id"] != "" && r.Paper.ID != "" {
		urls = append(urls, r.Paper.ID.URL()) // the URL was damaged in the same way as the id
	} else if u != "" {
		urls = append(urls, o.of(url).Texts()...)
	}
	if o.ranks[anyjson.URLs] == 0 {
		urls = append(urls, o.of(anyjson.URLs).Texts()...)
	} else {
		for _, u := range o.of(anyjson.URLs).Texts() {
			if format.IsURL(u) {
				urls = append(urls, u)
			}
		}
	}
	r.Paper.Repository = o.text(anyjson.Repository)
	if o.ranks[anyjson.Repository] > 0 && !format.IsURL(r.Paper.Repository) {
		r.Paper.Repository = ""
	}
	for _, s := range []slot{projectPage, gitHub} {
		u := o.text(s)
		if id, err := data.ParseID(u); u == "" || err != nil || id != data.ID(u) { // skip a link to another paper
			continue
		}
		urls = append(urls, u)
		if s == gitHub && r.Paper.Repository == "" {
			r.Paper.Repository = u
		}
	}
	r.Paper.URLs = slices.DeleteFunc(urls, func(u string) bool { return u == "" })
}

// setOrigin sets the source. A paper that was exported by Paperboy keeps its provenance.
func setOrigin(r *data.Record, o *object, in format.Input) {
	var stated []data.Provenance
	if v := o.of(sources); v != nil && format.Decode(v, &stated) != nil {
		stated = nil // the value of another program
	}
	if n := len(stated); n > 0 && in.Source == "" {
		raw, warnings := r.Origin.Raw, r.Origin.Warnings
		r.Origin, r.Paper.Sources = stated[n-1], stated[:n-1]
		for field, wrote := range raw {
			format.Keep(r, field, wrote, "")
		}
		for _, warning := range warnings {
			format.Warn(r, warning)
		}
		return
	}
	r.Paper.Sources = stated
	r.Origin.Source = in.Source
	if in.Source == "" {
		r.Origin.Source = sourceOf(r.Paper.ID, o)
	}
}

func sourceOf(id data.ID, o *object) string {
	switch {
	case o.of(hfDate) != nil:
		return format.SourceHuggingFace
	case id.Scheme() == data.SchemeArXiv:
		return format.SourceArXiv
	case id.Scheme() == data.SchemeACL:
		return format.SourceACL
	}
	return format.SourceFile
}

// reportUnknown warns of members that may be authors, an abstract or a date, if the paper has none.
func reportUnknown(r *data.Record, o *object) {
	for _, m := range o.unknown {
		isKnown := m.field == anyjson.Authors && len(r.Paper.Authors) > 0 || m.field == anyjson.Abstract && r.Paper.Abstract != "" ||
			m.field == anyjson.Date && !r.Paper.Date.IsZero() && !slices.Contains(r.Origin.Warnings, format.WarnDateFromID)
		if isKnown {
			continue
		}
		format.Warn(r, warnNameUnknown)
		if r.Origin.Raw[m.known] == "" {
			format.Keep(r, m.known, text.Clip(m.name)+": "+text.ClipTo(strings.ToValidUTF8(string(m.value[:min(len(m.value), 400)]), "\uFFFD"), 100), "")
		}
	}
}
