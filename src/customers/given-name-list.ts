/*
 * Given names of the German-speaking area: which go together, and which are names of their own.
 *
 * Source: compiled by hand for this project from common knowledge (name-day calendars, birth announcements, everyday short
 * forms); no list of somebody else was copied. Spellings are folded (`foldName`): ä is ae, ß is ss.
 */

/** Each line: a name, then its short forms and variants. A form in several lines belongs to each of them. */
export const groups = `
agnieszka: agnes aga agneszka
albert: albrecht al bert berti
alexander: alex sascha sasha sandro xander aleksander aleksandr alexandre lex sander
alexandra: alex sandra sascha sasha xandra aleksandra alessandra sandy lexi
alfred: fred fredi freddy alf ali
alois: lois loisl aloisius aloys luis
andrea: andi andy drea
andreas: andi andy andre andrej andrzej andrew anders
angela: angie angelika geli angi
angelika: angela geli angie angelica
anna: anne anni annie anja anke aenne annika anita hanna antschi ania anya
annegret: anne anni gretel
anneliese: anne liese lisl annelies anni
annemarie: anne annemie marie anni annamaria
anton: toni tony antonius antonio antoine
antonia: toni tonia antonie
arthur: artur turi
astrid: asta
august: gustl gustel augustus
barbara: babsi baerbel barbi babs babette bea baerbl varvara warwara
bartholomaeus: bartl barthel bart
beate: bea beata
beatrice: bea beatrix trixi
benedikt: bene benedict ben
benjamin: ben benni benny benno
bernd: bernhard
bernhard: bernd bernie berni hardy bernard bernardo
berta: bertha berti
bettina: betty tina betti
bianca: bianka bibi
birgit: birgitta biggi gitti birgitt brigitte
brigitte: gitta gitti brigitta biggi birgit
bruno: brunello
burkhard: burkhardt burghard
caecilia: cilli zilli cecilia cecile caecilie
carina: karina
carl: karl charles carlo karel kalle charly
charlotte: lotte charlie lotti lotta
chloe: cloe khloe
christa: chris krista christel
christian: chris christl kristian christiaan
christiane: chris christine kristiane jana tine
christina: tina chris christine kristina christl tine kirstin kerstin nina
christine: tina chris christina kristine christl tine christel
christoph: chris christof stoffel kristof christopher toffi
christopher: chris christoph kit topher
clara: klara klaerchen clare claire
claudia: klaudia claudi
claus: klaus nikolaus
clemens: klemens clement
conrad: konrad conny konni
constanze: konstanze stanzi conny constance
cordula: cordi
corinna: korinna conny cora
cornelia: conny connie nelli neli kornelia nele
cornelius: conny nelius kornelius
daniel: dani danny dan daniil
daniela: dani danny danni ela danijela daniella
david: dave dawid davide
debora: deborah debbie debby
detlef: detlev
dieter: dietrich didi
dietmar: didi dietmer
dietrich: dieter dirk diet
dirk: dierk dietrich
djamila: jamila
dmitrij: dmitri dimitri dimitrij dmitry dimitrios dima
dominik: domi nik dominic dominique
dominika: domi nika
dorothea: doro dora thea dorle dorothee dorothy
eckhard: eckart eckhart ekkehard eckehard
edeltraud: traudl edel traude edeltraut
eduard: edi eddi eddy edward eddie
elena: helena lena ilena jelena yelena
elfriede: elfi friedl friedel elfie
elisabeth: lisa sissi liesel lisbeth elli elly betti betty lisl elsbeth elise elsa else ilse bettina liese sisi elizabeth beth lilli lilly elisabetha erzsebet elzbieta alzbeta babette liz lizzy
elke: elli
ellen: elli helen
emanuel: manuel emanuele mani immanuel
emil: milo emile
emilia: emmi emily emilie mila milli emma
emma: emmi emilia
erdmute: erdmuthe
erhard: erhart
erich: erik eric
erika: erica ricki rika
erna: ernestine
ernst: ernest ernesto
erwin: irwin
esther: ester
eugen: eugene jewgenij evgeni yevgeny ewgeni gene
eva: evi ewa eve evchen
evelyn: eveline evelin evi
fabian: fabi fabio fabien
felicitas: feli felizitas fee
felix: feli
ferdinand: ferdi ferdl fernando
florian: flo flori floh florin
franz: franzl francis franziskus franzi franziscus ferenc frantisek francesco
franziska: franzi sissi fanny franzis franka zisska francesca franciska
friederike: rike frieda fritzi friedi rieke frederike
friedrich: fritz fred friedel frieder fiete frederic frederik fritzl friedl
gabriel: gabi gabri gabor
gabriele: gabi gaby gabriela gabriella gabrielle
galina: halina galyna
georg: schorsch joerg juergen george girgl jorge giorgio yuri juri jiri jerzy georgi jordi
georgia: gina georgina
gerda: gerdi
gerhard: gerd gert hardy gerhardt geri gerrit
gerlinde: linde gerli
gertrud: gerti trude traudl gertraud gertrude trudi gerta
gisela: gisi gila gisel
gottfried: friedl goetz gottl
gregor: gregory grigori greg gregorius grzegorz
gudrun: gudi
guenter: guenther guni gunther gunter
gustav: gustl gustaf
hannelore: hanne lore hanni
hans: johannes johann hansi hannes hansl jan
harald: harry harri
hartmut: hardy
hasan: hassan
hedwig: hedi hedy hedda wiggerl jadwiga
heidemarie: heidi heide
heidi: adelheid heidemarie heide heidrun
heidrun: heidi heide
heinrich: heinz heiner hein heini hinrich henry henrik heinzi henri harry henning enrico
heinz: heinrich heinzi karlheinz
helena: lena leni helene ella nelly ilona jelena elena hela helen
helene: lena leni helena ella nelly leni hella helen
helga: helgi hella
helmut: helmuth heli hellmuth
henriette: jette henni henrietta
herbert: herbie herb bertl heribert
hermann: manni herrmann herman armin hermi
hermine: mina hermi herma mine minna
hertha: herta
hildegard: hilde hilda hildi
hubert: hubsi bertl hubertus huber
hueseyin: hussein husein hossein
hugo: hugh
ignaz: nazi naz ignatius
ilona: ilonka ili
ingeborg: inge inga ingelore
ingrid: inge gridi inga
irene: reni irena irina iryna
irina: ira irena irine iryna irene
irmgard: irmi irma gardi
isabel: isa isabella isabelle bella izabela isabell
ivan: iwan johannes jan
ivanka: iwanka
jacqueline: jacky jackie
jakob: jacob jack jascha jaques jacques yakup jaap kobi
jan: johannes johann jannik jens
jana: johanna jane
janine: jana nina jeannine
jessica: jessi jess jessika jessy
joachim: jochen achim jo joakim chimo
joanna: johanna joana asia
joerg: georg joergi jorg jurgen
johann: hans hannes johannes jan johan hansi giovanni john jean
johanna: hanna hanne jana hannah jo hanni johanne joana
johannes: hans hannes jo jan johann hansi joe john jannis ivan iwan juan joao jean giovanni yannis janos
jonas: jona jonah
jonathan: jon joni john nathan
josef: sepp joseph seppl beppo jupp pepi sepperl joe pepe jose giuseppe jozef yusuf peppi joschi
josefa: sefa josefine pepi
josefine: josy fine josephine josefa fini josi finni
jost: joest
judith: jutta judit juditha
juergen: georg joerg juergi jurgen
julia: julchen jule juli yulia julija julie jula
julian: juli jules
juliane: jule julia liane juli
julius: jules juli
jurij: juri yuri yurij iouri georg
jutta: judith
karin: karina karen kari
karl: carl kalle karli charly charles carlo karel karol
karla: carla charlotte
karlheinz: heinz karl
karoline: caro karo carola line lina karolina caroline carolin carolina
kaspar: kasper caspar kasimir
katharina: kathi katja kati kathrin katrin kaethe trina rina katarina kathy kate kadda kaethi katherine kathleen catharina catherine katarzyna kasia ekaterina jekaterina yekaterina nina katinka caterina cathrin katinka cathi
katja: katharina katia katya
kerstin: kirsten kirstin christina
klara: clara klaerle
klaus: claus nikolaus nik
konrad: conrad kurt konni conny kuno
konstantin: conny kosta constantin kostas konsti
konstanze: constanze stanzi conny
kurt: konrad curt kuno
larissa: lara lari
lars: laurentius lorenz
laura: lauri laurie
laurenz: lorenz lenz laurentius laurenzius laurent
lena: helena magdalena leni elena marlene
leonhard: leo hartl leon leonard lienhard leonardo
leonie: leo leoni leona
leopold: leo poldi poldl
leyla: layla laila leila lejla
lieselore: lilo lore
lieselotte: lilo lotte liselotte lieselott liselott
liliane: lili lilly lilli lily lilian
lorenz: lars lenz laurenz lorenzo laurentius
lothar: lothi
louise: luise lou lulu louisa
lucia: luzia lucie luci lucy
ludmilla: ludmila ljudmila lyudmila mila
ludwig: lutz lui luis wiggerl louis lude wiggi luigi lajos
luise: lou luisa louise luisi louisa
lukas: luki luke lucas luca luc lucky
magdalena: lena leni magda madeleine magdi malena lene maddalena magdalene
manfred: manni fred manny fredl mani
manuel: manu emanuel mani manolo
manuela: manu ela manuella
margarete: grete gretel greta gretchen gitta margit margret gretl margot meta rita margarethe margareta margaretha margret malgorzata margaret marguerite peggy
margit: margarete margitta gitti
maria: mia marie mitzi mizzi maike marlies resi mary mariechen maja mariella marija mariya mari moni
marianne: marianna janne nanni anni
marie: maria mia mizzi mary
mariele: maria
marina: rina
mario: marius
marion: mari
markus: marc mark marcus marko max marek
marlene: lena maria magdalena leni marlen lene
marlies: marlis marlise marieluise
martha: marta
martin: marti maertl martl marten marcin morten martino tinus
martina: tina marti
mathilde: hilde tilly tilde mathilda matilda thilde
matthaeus: matthias matteo mathis
matthias: matze hias mathias matthes matti hiasl mattias thias maciej matteo mathis matt mathieu thies
max: maximilian maxl maksim maxim markus
maximilian: max maxi maxl milian maksymilian maximilan
melanie: mel melli melly melania
michael: michi michel mike michl mick mischa mikhail michail michal miguel michele micha maik mikael misha mihail meik mick michaelis
michaela: michi ela micha michelle mihaela michi
michelle: michi micha
mohammed: mohamed muhammad mehmet muhammed mohammad mohamad
monika: moni monica monja mona monique
nadine: nadja nadin nadia
natalie: nata natali nathalie natalia natascha natalja natalya talia
natascha: natasha natalie natalia tascha
nicole: nici nicki nicky nikole nika nikola niki
nikolaus: klaus niklas nick nico nikolai nicolas nik niko klausi nicholas nikola claus colin nils mikulas
nina: christina katharina janina antonina
norbert: bertl nobbi
oliver: olli olly olivier oli
oskar: oscar ossi
otmar: ottmar othmar
otto: otti
pascal: paskal
patricia: patty pat patrizia trish tricia
patrick: pat patrik paddy padraig
paul: pauli paulchen pavel paulus pawel paolo paula pablo
paula: pauline paulina
pauline: paula paulina line
peter: pit petar peer pete petr piotr petrus pietro pjotr pyotr pedro pierre pitt
petra: pedi petri
philipp: phil philip lipps fips filip philippe pip filippo felipe
rachid: rashid raschid
raimund: raymond mundl raimond
rainer: reiner reinhard
rebecca: becky rebekka becca bekki
regina: gina reggie regine gini
regine: regina gina
reimar: raimar
reinhard: hardy reini reinhardt reiner rainer
renate: reni nate renata nati
rene: renee
robert: rob robbie robby bob bobby robin bert roberto bertl roby
roland: rolli orlando rolando
rolf: rudolf rudi rolfi
roman: romi romain
rosa: rosi roesli rose rosl
rosalia: rosa rosi rosalie sali
rosemarie: rosi romy rose rosemary rosmarie marie rosa
rosina: rosi
rudolf: rudi rolf ruedi dolf rudolph rudl rodolfo
ruediger: rudi roger rudiger
rupert: ruprecht bertl
sabine: bine bini biene sabina binchen
sabrina: bri brina
samuel: sam sammy samy sami
sandra: alexandra sandy sandi
sarah: sara sari sally
sebastian: basti wastl basty bastian seb sebi baschti sebastien
sergej: sergei sergey serge sergio
severin: sevi sever
siegfried: sigi siggi fried sigfried
sieglinde: linde siggi sigi
sigrid: siggi sigi siri
silke: silja
silvia: silvi sylvia sylvie silvie silva
simon: simi simeon szymon
simone: simi mone moni simona
sofia: sophie sophia sofie fia zofia sopherl
sophie: sofia sophia fifi sofie
stefan: steff stephan steffen steve stefano stephen steven steffl steph stipe stepan istvan stjepan szczepan
stefanie: steffi stephanie steffie stefania stephanie fanny stephi steph stefani
susanne: susi sanne suse susann susanna zuzana suzanne sanna zuzanna suzi susan susie sanni
sven: swen svenni
svenja: sven
swetlana: sveta svetlana sweta lana
tamara: tammy mara tami
tanja: tania tanya tatjana
tatjana: tanja tatiana tania tatyana tata
teresa: theresia resi therese theresa tess terry thea thery
theodor: theo teddy fedor teo fjodor ted
theresia: resi therese teresa theresa resl thea resi
thomas: tom tommy tomas tomasz thom tommi tommaso thommy tamas
thorge: torge
thorsten: torsten thorben
tilmann: till tillmann tilo
tim: timo timotheus timothy timmy
timotheus: timo tim timothy timon
tobias: tobi tobie toby
torsten: thorsten toto
ulrich: uli ulli udo utz ueli ulric
ulrike: uli ulli rike ulla ulrica
ursula: uschi ulla ursel uli urschi ursl orsolya ursi
ute: uta utta
uwe: uve
valentin: vale velten valentino
valentina: vale tina valja
vanessa: nessa nessi
vera: veronika wera
verena: vreni vera rena reni
veronika: vroni vera nika veronica weronika vreni roni
viktor: vic victor wiktor vitja
viktoria: vicky viki victoria wiktoria vicki tori
vinzenz: vinz vincent zenz vincenzo vinnie
vitali: witali vitalij witalij
vladimir: wladimir wladi vova wolodymyr volodymyr vlado
volker: folker
walburga: burgi wally burga
walter: walther waldi walti wally walt
waltraud: traudl waltraut traudi traude
wenzel: vaclav wenzl
werner: wernher
wilfried: willi wilfrid fried
wilhelm: willi willy helm will helmi guillaume william bill billy wim wilko guglielmo willem
wilhelmine: mina minna helma wilma mine
wladislaw: wladek vladislav
wolfgang: wolf wolfi wolferl wolle wulf gangerl
yvonne: ivonne yvi ivon
zacharias: zacher zach
zenzi: kreszenz kreszentia
`;

/** Further names, so that of two similar ones (Lena, Lea) neither is taken for a slip of the other. */
export const others = `
adam adele adnan adrian agnes ahmed ahmet aileen alina alicia alice aline alma amelie amalia amanda amina amira amir anastasia andra angelina anja
anke annette annika ariane arne arno aurelia axel ayse ayla aylin bastian beat berthold birte bjoern bodo boris britta bernadette can
carmen carola carsten karsten celina celine chiara cem cindy damian daria darius deniz dennis denis diana dilara dina doris dunja dustin
edgar edith elias elina elisa eliah elif ella elmar elvira emine emre enno erdal eric erik erkan ernestine erol fatih fatma finn finja fiona
frank frauke freya frida frieda fynn gerald gero gilbert greta gunda gundula hakan hannah hanna hasan hatice heike heiko henning hendrik
henry hilal holger horst huseyin ibrahim ida igor ines inga ingo ina inka ira iris isabell ismail ivana ivonne jaqueline janis jannes jannik jann janne
jasmin jasmina jason jens jenny jennifer joel joris jolanda jonna josua joshua juna justin justus jette kai kaya karsten katrin kathrin kemal kenan kevin
kilian kira kim knut korbinian kristin lara lea leah leander lennart lennard leo leon leonardo leona levi levin lewin leyla lia liam lias lilli lilly lina linda line linn linus lio
lisa liv livia lola lorena lotta lotte louis luan luana luc luca luis luna lutz lydia lynn lyn mara marc marcel marco mareike maren marvin marisa marius
marko marlon marta mathea mats matteo maurice maxim maya maja meike melina melissa melike merle merve mesut mia mika mike mila milan milena milo mina mira mirco mirko
miriam mirja mirjam moritz murat mustafa nele nadja naomi natalia neele nelly nick nico niko nils niels nikita nike noah noel noelle noelia noemi nora norah norman nuri oda ole olaf
oleg olga olivia omar omer orhan osman pamela paulina pia phillip petar quirin rafael raffael rahel ralf ralph ramona raphael reni ria ricarda richard rico rita
robin romy ronja ronny ruben ruth runa sami samira saskia selim selin selina serkan sevda sibel sigmund silas sina sinan sonja sofie sven sophia soren soeren
steffen stella sophie svea tabea tarik tarek thea theo thilo thilda tilda till tim timo tina tino tom toni torben tristan udo ulla vincent viola
vivien vivian volkan wanda wiebke willi wolf xaver yannick yannik yasemin yasin yasmin yasmina yusuf zeynep zoe zora urs reto beat ueli ursina seraina corina gian flurin andri
anton antonia arthur nina nino lene lenn lene lene jan jana jann jon jona malte malin malina mael marla marle mona moana mina mino elin elena elea eleni leni lenya levke
abdul abdullah adalbert adem agata agathe aikaterini albin aldo aleksa alla alvaro alwin alwine amadeus amal amar amber ambros ammar anatolij anselm
ante antonella anwar arben arnold arnulf arta ashley athanasios austin ayman aziz balduin balthasar baris bartosz batuhan benoit berat berthilda
berthilde bertram besim bilal biljana birger blerim bogdan boguslaw bojan botho bozena branko brian bruce bruna brunhilde burak burim cagla camille
cansu carmela cedric celeste chantal charlene cheyenne christos cihan concetta connor consuelo curtis czeslaw dagmar danuta darko davor dejan derek
derya didier diego diethelm dietlinde dimitra dogan dolores donato donna dorota dragan dragana drita duarte dusan dylan eberhard ebru ece eda edelgard
edon edwin efe egon ehrenfried eike eirini elodie eloise emir emrah engelbert engin enzo ercan esperanza esra esteban ethan etienne evangelos ewald
eylul fabrice fabrizio fadi fadime falk farid farina faruk fatima fatos federica federico felicia ferhat fides filiz fiorella flamur fotini francoise
fridolin friedhelm friedlinde furkan gaetano gamze gary gaston genc gennadij gennaro gerold gerwin gesa gesche gesine ghada gianluca gianni gilles
giovanna giselheid giselher giulia giuseppina gizem glenn goekhan goran gordana grace grazyna guel guelay guelsen guillermo gundolf gunhild gunnar guy
habib hadi hagen haidar hailey hale halil hamid hamza hande hartwig hasso hayat heather heidelinde helfried helmtrud henrike hiba hilmar holm hrvoje
huelya idris ignazio ilayda ilir ilka ilker imad imane imke imme ingbert ingolf ingrun inken inna irem irmela irmtraud ismet isolde ivano ivo iwona
jacek jadranka jake jamal jaroslaw jasper javier jayden jeremy jerome jessie joaquin jobst jordan jork josip jovana joyce juliette justine kadir kamal
kamil karim karsta keith kelly kerem khadija khaled kimberly kinga krzysztof ksenia kubra kujtim kunibert kunigunde kyle kyriaki lambert lamia latifa
lauren leberecht leif leonid leopoldine leslie leszek levent liridon ljiljana ljubica logan loredana luciana luciano lucien lucyna luitgard lukretia
luljeta madison maha mahmoud mahmut malik malwine manja manon marga margaux margund marika mariola marisol marit marita marwan marzena mason massimo
mateusz maxence mechthild megan mehtap meinhard meinolf mercedes mert mertcan merten meryem metin milica milos minka mirella mirjana mirlinda miroslaw
mladen mukadder nabil nadezhda naima nancy nanette nasrin nawal necla neil nemanja nenad nesrin nevin nigel nikolina nilay noor norma notburga nunzia
nurcan nurten odile oezcan oezge oezgur oezlem oguz oksana olive omid onur ornella ortrud ortwin oswald ottilie owen ozan panagiota panagiotis parisa
pasquale phoebe pilar pinar pirmin polina predrag przemyslaw quentin rabia rachida radegund radoslaw rafaela raik raisa rana randy rania raquel recep
reinhild reinhold reintraud remzi renja reza riley rocco rodrigo rosel roswitha rotraud ruslan ryan ryszard saad sabri saida salah salma salvatore
samir scarlett scott sedat sedef selma sema semih senem serap serdar sevgi sevim sharon shirin shirley shpresa siegbert sieghard siegmar siegrun
sigismund silvana sixten slavica slawomir slobodan snezana soledad songuel sonnhild soraya spyros srdjan stanislaw stanley stavros stine stuart suat
sueleyman summer swantje sydney tadeusz tamina taras tassilo taylor thekla thierry thore tiago tijana timur tiziana tjark tomislav tracy traugott
trevor tuerkan tugba tuncay tusnelda tyler uemit ufuk ulf umberto umut urban vadim valeria valeska valon vasco vasiliki veit veronique vesna vito
vjosa vladan volkhard volkmar waldemar walid wayne wencke wendelin wendy wieland wieslaw wiltrud winfried winnie wioletta wojciech wolfhard wolfram
xavi xenia yalcin yara yavuz yeliz yigit yildiz yilmaz younes youssef yves zahra zainab zakaria zbigniew zdzislaw zehra zeki zeljko ziad zinaida
zlatan zoran zorica zuhal zvonimir zygmunt
`;
