import type { ReactElement } from 'react';
import { layoutScreen } from '../layout/layout-screen.ts';
import { useLook } from '../look.ts';
import { Framed } from '../parts/framed.tsx';
import { Lines } from '../parts/lines.tsx';
import { Place } from '../parts/place.tsx';
import { useComputed } from '../use-dashboard.ts';
import { type DrawnTile, boardModel } from './board-model.ts';

/** Tiles and the folded lines below them; the pictures inside the tiles are the compositor's. */
export function BoardPane(): ReactElement {
  const { glyphs } = useLook();
  const model = useComputed((state) => boardModel(state, { glyphs, area: layoutScreen(state.size).board }));
  const { list, empty } = model;
  return (
    <>
      {model.tiles.map((tile, index) => (
        <Tile key={index} tile={tile} />
      ))}
      {list !== null && (
        <Place rect={list.rect}>
          <Lines lines={list.lines} columns={list.rect.columns} rows={list.rect.rows} />
        </Place>
      )}
      {empty !== null && (
        <Place rect={empty.rect}>
          <Lines lines={empty.lines} columns={empty.rect.columns} rows={empty.rect.rows} />
        </Place>
      )}
    </>
  );
}

function Tile({ tile }: { tile: DrawnTile }): ReactElement {
  return (
    <Framed rect={tile.rect} texts={tile.texts} strong={tile.selected}>
      <Lines lines={tile.attention} columns={tile.rect.columns - 2} rows={tile.rect.rows - 2} />
    </Framed>
  );
}
