import { shortestForm } from './normalise.js';

/*
 * Source: compiled by hand for this project from common knowledge (the names that fill the pages of any telephone book of Germany,
 * Austria and Switzerland, and the commonest ones of Turkish and Polish families there); no list of somebody else was copied.
 */

/** Family names that very many bear. */
const frequent = `
müller schmidt schneider fischer meyer weber schulz wagner becker hoffmann schäfer koch bauer richter klein wolf schröder neumann schwarz
zimmermann braun hofmann krüger hartmann lange werner schmitt krause meier schmid lehmann schulze maier köhler herrmann könig mayer walter
huber kaiser fuchs peters lang scholz möller weiß jung hahn schubert vogel friedrich keller günther berger winkler frank roth beck lorenz
baumann franke albrecht schuster simon ludwig böhm winter kraus martin schumacher krämer vogt otto stein jäger groß sommer haas graf heinrich
seidel schreiber ziegler brandt kuhn schulte dietrich kühn engel pohl horn sauer busch arnold thomas wolff bergmann pfeiffer voigt ernst
lindner hübner kramer franz wenzel beyer barth peter hein jansen haase fritz böttcher riedel walther ott schilling schade schumann
hermann hauser kern kunz kruse ulrich marx münch götz noack jahn moser gruber pichler steiner egger leitner brunner wimmer auer hofer eder
lechner reiter mayr fellner haider bucher frei gerber suter wyss kunze lutz bender bauer beckmann hansen janssen petersen jensen thiel
sander kirchner maurer paul naumann anders nowak kowalski geiger rau heller urban bock wirth hess heß dorn blum bach kurz opitz kremer
konrad michel brinkmann rudolph schütz wegner wegener steffen bartels haase gebhardt reuter bischoff stephan stahl thomas adam gerlach kuhlmann
fink dreyer ritter rieger baier bayer seifert siebert döring held nagel kohl menzel unger hinz ebert langer lenz weigel
yılmaz kaya demir şahin çelik yıldız öztürk aydın özdemir arslan doğan kılıç aslan çetin koç kurt polat yildirim
wiśniewski wójcik kamiński lewandowski zieliński kaminski hoang nguyen tran
`;

const names = new Set(frequent.trim().split(/\s+/).map(shortestForm));

/** Whether a family name (`shortestForm`) is one that very many bear, so that another such one beside it is another name and no slip. */
export function isFrequentFamilyName(name: string): boolean {
  return names.has(name);
}
