package api

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"paperboy/api/daily"
	"paperboy/api/fields"
	"paperboy/api/library"
	"paperboy/api/lists"
	"paperboy/api/search"
	"paperboy/api/similar"
	"paperboy/data"
)

// schemas are the components of the OpenAPI document. Those in openapi.json describe their fields;
// the others are made from Go types, whose fields may have a description in their tag doc.
type schemas struct{ all map[string]any }

// schemaNames has the names of schemas that differ from those of their Go types.
var schemaNames = map[reflect.Type]string{
	reflect.TypeFor[search.Answer]():         "SearchAnswer",
	reflect.TypeFor[similar.Answer]():        "SimilarAnswer",
	reflect.TypeFor[daily.Answer]():          "DailyAnswer",
	reflect.TypeFor[similar.Hit]():           "SimilarHit",
	reflect.TypeFor[lists.AllAnswer]():       "ListsAnswer",
	reflect.TypeFor[lists.Answer]():          "ListAnswer",
	reflect.TypeFor[lists.Change]():          "ListChange",
	reflect.TypeFor[lists.Recommendations](): "RecommendationsAnswer",
	reflect.TypeFor[fields.Explained]():      "Paper",
	reflect.TypeFor[fields.Paper]():          "Paper",
	reflect.TypeFor[library.HealthAnswer]():  "Health",
	reflect.TypeFor[library.ReadyAnswer]():   "Readiness",
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

// addPeriods adds the schema of the answers for a period: that of a search, with the period.
func (s schemas) addPeriods() {
	search := s.all["SearchAnswer"].(map[string]any)
	answer := maps.Clone(search)
	properties := maps.Clone(search["properties"].(map[string]any))
	properties["period"] = s.of(reflect.TypeFor[daily.Period]())
	answer["properties"], answer["description"] = properties, "The papers of a period, as a search finds them."
	answer["required"] = append(slices.Clone(search["required"].([]any)), "period")
	s.all[schemaNames[reflect.TypeFor[daily.Answer]()]] = answer
}
