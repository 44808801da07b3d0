package params

import "maps"

// Parameter returns the OpenAPI parameter object of d, as a parameter in the query string.
func (d Doc) Parameter() map[string]any {
	p := map[string]any{"name": d.Name, "in": "query", "description": d.Text, "schema": d.Schema}
	if d.Required {
		p["required"] = true
	}
	if d.Repeat {
		p["schema"], p["explode"] = map[string]any{"type": "array", "items": d.Schema}, true
	}
	return p
}

// Property returns the JSON schema of d as a property of a JSON body: one value, an array of
// values, or d.Object if it is not nil.
func (d Doc) Property() map[string]any {
	one := d.scalar()
	forms := []any{one, map[string]any{"type": "array", "items": one}}
	if d.Object != nil {
		forms = append(forms, d.Object)
	}
	return map[string]any{"description": d.Text, "anyOf": forms}
}

// scalar returns the JSON schema of one value of d in a body. It allows null, which counts as
// absent, and for texts also numbers and booleans, which count as what they look like in JSON.
func (d Doc) scalar() map[string]any {
	if d.Schema["type"] != "string" {
		return map[string]any{"anyOf": []any{d.Schema, map[string]any{"type": "null"}}}
	}
	if names, ok := d.Schema["enum"]; ok {
		return map[string]any{"anyOf": []any{map[string]any{"enum": names}, map[string]any{"type": "null"}}}
	}
	one := maps.Clone(d.Schema)
	one["type"] = []any{"string", "number", "boolean", "null"}
	return one
}
