/** What a measure is called and means. `key`: where it stands in the JSON; of a table, its rows. */
export interface MeasureDefinition {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  readonly definition: string;
}
