package api

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"paperboy/api/add"
	"paperboy/api/daily"
	"paperboy/api/fields"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/profiles"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
)

// schemas are the components of the OpenAPI document. Those in openapi.json describe their fields;
// the others are made from Go types, whose fields may have a description in their tag doc.
type schemas struct{ all map[string]any }

// schemaNames has the names of schemas that differ from those of their Go types.
var schemaNames = map[reflect.Type]string{
	// Generated clients have constructors called New, and a List of their own.
	reflect.TypeFor[lists.List]():            "ReadingList",
	reflect.TypeFor[lists.NewList]():         "ListInput",
	reflect.TypeFor[library.NewFeed]():       "FeedInput",
	reflect.TypeFor[search.Answer]():         "SearchAnswer",
	reflect.TypeFor[similar.Answer]():        "SimilarAnswer",
	reflect.TypeFor[daily.Answer]():          "DailyAnswer",
	reflect.TypeFor[profiles.Answer]():       "ProfileAnswer",
	reflect.TypeFor[similar.Hit]():           "SimilarHit",
	reflect.TypeFor[lists.AllAnswer]():       "ListsAnswer",
	reflect.TypeFor[lists.Answer]():          "ListAnswer",
	reflect.TypeFor[lists.Change]():          "ListChange",
	reflect.TypeFor[lists.Recommendations](): "RecommendationsAnswer",
	reflect.TypeFor[fields.Explained]():      "Paper",
	reflect.TypeFor[fields.Paper]():          "Paper",
	reflect.TypeFor[library.HealthAnswer]():  "Health",
	reflect.TypeFor[library.ReadyAnswer]():   "Readiness",
	reflect.TypeFor[add.Answer]():            "AdditionAnswer",
	reflect.TypeFor[add.Item]():              "AdditionItem",
	reflect.TypeFor[add.Paper]():             "AddedPaper",
	reflect.TypeFor[add.Match]():             "TitleMatch",
	reflect.TypeFor[add.Params]():            "Addition",
	reflect.TypeFor[lists.Renaming]():        "ListName",
	reflect.TypeFor[lists.Addition]():        "ListAddition",
	reflect.TypeFor[lists.Renewal]():         "ListRenewal",
}

// of returns the schema of a type: for a struct, a reference to a component.
func (s schemas) of(t reflect.Type) map[string]any {
	switch t {
	case reflect.TypeFor[time.Time]():
		return map[string]any{"type": "string", "format": "date-time"}
	case reflect.TypeFor[data.Date]():
		return map[string]any{"type": []any{"string", "null"}}
	case reflect.TypeFor[search.Highlight]():
		return map[string]any{"type": "string"}
	case reflect.TypeFor[json.RawMessage]():
		return map[string]any{}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return map[string]any{"anyOf": []any{s.of(t.Elem()), map[string]any{"type": "null"}}}
	case reflect.Struct:
		return s.component(t)
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": s.of(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.of(t.Elem())}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"type": "number"}
	case reflect.Interface:
		return map[string]any{}
	}
	return map[string]any{"type": "integer"}
}

func (s schemas) component(t reflect.Type) map[string]any {
	name := schemaNames[t]
	if name == "" {
		name = t.Name()
	}
	if _, known := s.all[name]; !known {
		s.all[name] = nil // a type may contain itself
		s.all[name] = s.object(t)
	}
	return ref(name)
}

// object returns the schema of a struct's JSON. A field that may be left out is not required.
func (s schemas) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []any{}
	for _, f := range jsonFields(t) {
		schema := s.of(f.Type)
		if text := f.Tag.Get("doc"); text != "" {
			if _, isRef := schema["$ref"]; !isRef {
				schema["description"] = text
			}
		}
		properties[f.name] = schema
		if !f.optional {
			required = append(required, f.name)
		}
	}
	return map[string]any{"type": "object", "properties": properties, "required": required}
}

// jsonField is a field of a struct as encoding/json writes it.
type jsonField struct {
	reflect.StructField
	name     string
	optional bool
}

// jsonFields returns the fields of a struct, including those of embedded structs.
func jsonFields(t reflect.Type) (all []jsonField) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag, hasTag := f.Tag.Lookup("json")
		name, options, _ := strings.Cut(tag, ",")
		switch {
		case name == "-" || !f.IsExported() && !f.Anonymous:
		case f.Anonymous && !hasTag && f.Type.Kind() == reflect.Struct:
			all = append(all, jsonFields(f.Type)...)
		default:
			if name == "" {
				name = f.Name
			}
			all = append(all, jsonField{f, name, strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")})
		}
	}
	return all
}

// addSearches adds the schemas of the answers that are those of a search with more: for a period,
// and for a profile.
func (s schemas) addSearches() {
	s.addSearch(reflect.TypeFor[daily.Answer](), "The papers of a period, as a search finds them.",
		map[string]any{"period": s.of(reflect.TypeFor[daily.Period]())})
	profile := s.object(reflect.TypeFor[profiles.Profile]())
	s.addSearch(reflect.TypeFor[profiles.Answer](), "The papers of an author, a venue or a category, as a search finds them, and what is known of all of them.",
		profile["properties"].(map[string]any))
}

// addSearch adds the schema of an answer: that of a search, and the more properties.
func (s schemas) addSearch(t reflect.Type, description string, more map[string]any) {
	search := s.all["SearchAnswer"].(map[string]any)
	answer := maps.Clone(search)
	properties, required := maps.Clone(search["properties"].(map[string]any)), slices.Clone(search["required"].([]any))
	for _, name := range slices.Sorted(maps.Keys(more)) {
		properties[name] = more[name]
		required = append(required, name)
	}
	answer["properties"], answer["required"], answer["description"] = properties, required, description
	s.all[schemaNames[t]] = answer
}
